// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.Conversation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatTraitsTest {

    private static final Jid BOB = Jid.pn("15550100002");
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private static Conversation told(SyncAction... actions) {
        List<AppStateEntry> entries = Stream.of(actions)
                .map(action -> action.at(NOW))
                .map(placed -> AppStateEntry.of(placed.collection().wireName(), placed.draft()))
                .toList();
        Conversation.Builder conversation = Conversation.newBuilder().setId(BOB.toString());
        new ChatTraits(entries, new AddressBook(true)).describe(BOB, conversation);
        return conversation.build();
    }

    @Test
    void tellsOfPinsArchivesAndMutes() {
        Conversation chat = told(
                new SyncAction.Pin(BOB, true),
                new SyncAction.Archive(BOB, true, SyncAction.range(List.of())),
                new SyncAction.Mute(BOB, true, Optional.of(NOW.plusSeconds(60))));
        assertThat(chat.getPinned()).isEqualTo(1_800_000_000);
        assertThat(chat.getArchived()).isTrue();
        assertThat(chat.getMuteEndTime()).isEqualTo(1_800_000_060_000L);
    }

    @Test
    void saysNothingOfChatsThatNothingIsSaidOf() {
        Conversation chat = told(new SyncAction.Pin(Jid.pn("15550100009"), true));
        assertThat(chat.hasPinned()).isFalse();
        assertThat(chat.hasArchived()).isFalse();
    }
}
