// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an account does with its chats; its other devices see it too. Each call waits for the network, within a limit
/// of the provider's own.
public interface ProviderChats {
    /// Stars messages of a chat, or takes their stars back.
    Answer<Boolean> star(Jid chat, List<Target> messages, boolean on);

    /// @param newest the last message there is
    Answer<Boolean> archive(Jid chat, boolean on, Optional<Newest> newest);

    /// Keeps a chat silent until a time; empty = it is heard again.
    Answer<Boolean> mute(Jid chat, Optional<Instant> until);

    Answer<Boolean> pin(Jid chat, boolean on);

    /// Shows a chat as unread, or as read.
    ///
    /// @param newest the last message there is
    Answer<Boolean> markUnread(Jid chat, boolean unread, Optional<Newest> newest);

    /// Deletes a chat with its messages, for this account.
    ///
    /// @param newest the last message that goes
    Answer<Boolean> delete(Jid chat, Optional<Newest> newest);

    /// Deletes a chat's messages, for this account.
    ///
    /// @param newest the last message that goes
    Answer<Boolean> clear(Jid chat, Optional<Newest> newest);

    /// The last message of a chat.
    record Newest(Target message, Instant at) {}

    /// Deletes a message, for this account.
    Answer<Boolean> deleteForMe(Jid chat, Target message, Instant at);

    /// Makes new messages disappear so long after reading; empty = never.
    Answer<Boolean> lifetime(Jid chat, Optional<Duration> lifetime);

    /// Asks the phone for messages before this one; they come as history.
    Answer<Boolean> requestOlder(Jid chat, Target oldest, Instant at, int count);

    /// Makes a label, or changes it.
    Answer<Boolean> saveLabel(Label label);

    Answer<Boolean> deleteLabel(String id);

    /// Puts a label on a chat, or on a message of it, or takes it away.
    Answer<Boolean> label(Jid chat, Optional<Target> message, String labelId, boolean on);

    /// A label of a business account.
    ///
    /// @param color one of the network's numbers for colours
    record Label(String id, String name, int color) {
        @Override
        public String toString() {
            return "Label[" + id + "]";
        }
    }
}
