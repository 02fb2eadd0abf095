// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.phone.ChatHistory.Origin;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChatHistoryTest {

    private static final Jid CHAT = Jid.pn("15550100002");

    private final Map<String, Bytes> kept = new TreeMap<>();
    private final SavedState saved = new SavedState() {
        @Override
        public void put(String key, Bytes value) {
            kept.put(key, value);
        }

        @Override
        public void remove(String key) {
            kept.remove(key);
        }
    };

    @Test
    void comesBackAsItWasSaved() {
        ChatHistory history = new ChatHistory(saved);
        history.add(entry("A", CHAT, 1));
        HistoryEntry second = history.add(entry("B", CHAT, 1));
        history.change(second, old -> old.withReaction("👍").reached(MessageStatus.PLAYED));

        ChatHistory restored = new ChatHistory(saved);
        restored.restore(kept);

        assertThat(restored.all()).isEqualTo(history.all());
        assertThat(restored.add(entry("C", CHAT, 1)).seq()).isEqualTo(2);
    }

    @Test
    void tellsMessagesOfOneIdApartByTheirSenders() {
        ChatHistory history = new ChatHistory(saved);
        history.add(entry("A", CHAT, 1));
        history.add(entry("A", CHAT, 2));
        Jid other = Jid.pn("15550100003");
        history.add(entry("A", other, 1));

        assertThat(history.find(new Origin("A", CHAT.user(), 2)))
                .hasValueSatisfying(e -> assertThat(e.seq()).isEqualTo(1));
        assertThat(history.find(new Origin("A", CHAT.user(), 3))).isEmpty();
        assertThat(history.find(other, "A"))
                .hasValueSatisfying(e -> assertThat(e.seq()).isEqualTo(2));
        assertThat(history.find(CHAT, "B")).isEmpty();
    }

    @Test
    void dropsTheOldestBeyondItsLimit() {
        ChatHistory history = new ChatHistory(saved, 10, 4);
        for (int i = 0; i < 11; i++) {
            history.add(entry("M" + i, CHAT, 1));
        }

        assertThat(history.all())
                .extracting(HistoryEntry::id)
                .startsWith("M4")
                .endsWith("M10")
                .hasSize(7);
        assertThat(kept).hasSize(7);
        assertThat(history.find("M3")).isEmpty();
        HistoryEntry kept10 = history.find("M10").orElseThrow();
        assertThat(history.change(kept10, HistoryEntry::withCopy)).isTrue();
        assertThat(history.all().getLast().copies()).isEqualTo(2);
    }

    @Test
    void savesNothingWhereNothingChanged() {
        ChatHistory history = new ChatHistory(saved);
        HistoryEntry entry = history.add(entry("A", CHAT, 1));
        kept.clear();

        assertThat(history.change(entry, old -> old.reached(MessageStatus.PENDING)))
                .isFalse();
        assertThat(kept).isEmpty();
    }

    private static HistoryEntry entry(String id, Jid author, int device) {
        return new HistoryEntry(
                0,
                id,
                author,
                author,
                device,
                false,
                1,
                EntryKind.TEXT,
                Bytes.utf8("x"),
                1,
                null,
                false,
                false,
                MessageStatus.DELIVERED);
    }
}
