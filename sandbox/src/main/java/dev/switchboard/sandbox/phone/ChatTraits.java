// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.Conversation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What app state says of chats, as history tells it.
final class ChatTraits {

    private static final long FOREVER = -1;

    private final Map<Jid, Consumer<Conversation.Builder>> traits = new HashMap<>();

    /// Gathers what entries say, by chat.
    ChatTraits(List<AppStateEntry> entries, AddressBook people) {
        for (AppStateEntry entry : entries) {
            SyncAction action = entry.action();
            Consumer<Conversation.Builder> told =
                    conversation -> tell(action, entry.value().getTimestamp(), conversation);
            action.subject().ifPresent(chat -> traits.merge(people.chat(chat), told, Consumer::andThen));
        }
    }

    private static void tell(SyncAction action, long at, Conversation.Builder conversation) {
        switch (action) {
            case SyncAction.Archive archive -> conversation.setArchived(archive.archived());
            case SyncAction.Pin pin -> conversation.setPinned(pin.pinned() ? (int) (at / 1000) : 0);
            case SyncAction.Mute mute -> {
                if (mute.muted()) {
                    conversation.setMuteEndTime(
                            mute.until().map(Instant::toEpochMilli).orElse(FOREVER));
                }
            }
            default -> {}
        }
    }

    /// Adds what is said of a chat.
    void describe(Jid chat, Conversation.Builder conversation) {
        traits.getOrDefault(chat, _ -> {}).accept(conversation);
    }
}
