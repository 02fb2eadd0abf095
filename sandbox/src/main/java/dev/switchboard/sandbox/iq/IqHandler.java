// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

/// Answers the queries of one namespace.
@FunctionalInterface
public interface IqHandler {

    /// Answers a query. A [dev.switchboard.wire.WireException] it throws, before it changes anything, becomes a 400.
    Answer answer(IqRequest request);
}
