// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.time.Instant;

/// How handing over a message ended.
public sealed interface SendOutcome {

    /// The server has it.
    ///
    /// @param at the server's time
    record Sent(String id, Instant at) implements SendOutcome {}

    /// It will not be sent.
    record Rejected(String id, SendFailure failure) implements SendOutcome {}

    /// This id was handed over before and is durable here; its events tell how it fares.
    record AlreadyTaken(String id) implements SendOutcome {}

    /// There is no connection and nothing has been kept: hand it over again when connected.
    record NotConnected(String id) implements SendOutcome {}
}
