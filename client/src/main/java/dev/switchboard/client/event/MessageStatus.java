// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

/// How far a sent message has come. Statuses only move forward.
public enum MessageStatus {
    /// Encrypted and durable here; it is resent until the server has it.
    PENDING,
    /// The server has it.
    SENT,
    /// A device of the recipient has it.
    DELIVERED,
    /// The recipient has seen it.
    READ,
    /// The recipient has played it.
    PLAYED,
    /// It was not sent and will not be.
    FAILED
}
