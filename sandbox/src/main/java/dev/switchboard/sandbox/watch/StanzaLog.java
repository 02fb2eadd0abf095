// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.watch;

/// Takes in every decoded stanza, both ways.
@FunctionalInterface
public interface StanzaLog {

    /// Notes one stanza. Called on the network thread: keep the value, print it later.
    void note(LoggedStanza stanza);
}
