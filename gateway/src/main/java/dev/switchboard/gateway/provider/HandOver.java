// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

/// How handing over a message ended.
public sealed interface HandOver {
    /// The network has it; the events have said so.
    record Taken() implements HandOver {}

    /// The provider had it durably from an earlier hand-over; its events tell the rest.
    record TakenBefore() implements HandOver {}

    /// It will not be sent.
    record Rejected(Failure failure) implements HandOver {}

    /// There is no connection and nothing was kept: hand it over again when connected.
    record NotConnected() implements HandOver {}
}
