// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.history;

import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.PhoneNumberToLIDMapping;
import dev.switchboard.wire.proto.Pushname;
import dev.switchboard.wire.proto.WebMessageInfo;

/// A piece of history.
public sealed interface HistoryPart {

    /// A chat with messages, the newest first.
    record Chat(Conversation conversation) implements HistoryPart {}

    /// A status.
    record Status(WebMessageInfo message) implements HistoryPart {}

    /// Somebody's push name.
    record Name(Pushname pushname) implements HistoryPart {}

    /// The hidden id of a phone number.
    record LidMapping(PhoneNumberToLIDMapping mapping) implements HistoryPart {}

    /// Everything else, as one value without those parts: type, order, progress, settings, salt. It comes last.
    record Rest(HistorySync history) implements HistoryPart {}
}
