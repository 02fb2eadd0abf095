// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

/// How many stanzas of each kind wait for a device.
///
/// @param messages from people
/// @param notifications of all types
/// @param receipts of all types
/// @param appData peer messages of the own phone
/// @param calls of all kinds
public record Backlog(int messages, int notifications, int receipts, int appData, int calls) {

    /// All together.
    public int total() {
        return messages + notifications + receipts + appData + calls;
    }

    Backlog plus(QueuedStanza stanza) {
        return switch (stanza.kind()) {
            case MESSAGE ->
                stanza.isPeer()
                        ? new Backlog(messages, notifications, receipts, appData + 1, calls)
                        : new Backlog(messages + 1, notifications, receipts, appData, calls);
            case NOTIFICATION -> new Backlog(messages, notifications + 1, receipts, appData, calls);
            case RECEIPT -> new Backlog(messages, notifications, receipts + 1, appData, calls);
            case CALL -> new Backlog(messages, notifications, receipts, appData, calls + 1);
        };
    }
}
