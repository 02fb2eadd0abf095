// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.SyncActionMessageRange;
import dev.switchboard.wire.proto.SyncActionValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyncActionTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_750_000_000);
    private static final Jid CHAT = Jid.pn("15550100001");
    private static final SyncActionMessageRange RANGE = SyncActionMessageRange.newBuilder()
            .setLastMessageTimestamp(1_749_999_999)
            .build();
    private static final SyncAction.MessageRef OWN =
            new SyncAction.MessageRef(CHAT, "3EB0AABBCCDDEEFF001122", true, Optional.empty());
    private static final SyncAction.MessageRef OTHERS = new SyncAction.MessageRef(
            Jid.group("120363000000000001"), "3EB0AABBCCDDEEFF001122", false, Optional.of(Jid.lid("100002")));

    static Stream<SyncAction> actions() {
        return Stream.of(
                new SyncAction.Mute(CHAT, true, Optional.of(NOW)),
                new SyncAction.Mute(CHAT, true, Optional.empty()),
                new SyncAction.Mute(CHAT, false, Optional.empty()),
                new SyncAction.Pin(CHAT, true),
                new SyncAction.Archive(CHAT, true, RANGE),
                new SyncAction.MarkRead(CHAT, false, RANGE),
                new SyncAction.Star(OWN, true),
                new SyncAction.Star(OTHERS, false),
                new SyncAction.DeleteForMe(OTHERS, true, NOW),
                new SyncAction.ClearChat(CHAT, true, false, RANGE),
                new SyncAction.DeleteChat(CHAT, true, RANGE),
                new SyncAction.Contact(CHAT, "Ada L", "Ada", Optional.of(Jid.lid("100002")), Optional.empty()),
                new SyncAction.ContactRemoved(CHAT),
                new SyncAction.PushName("Ada"),
                new SyncAction.Locale("en"),
                new SyncAction.UnarchiveChats(true),
                new SyncAction.LabelEdit("3", "Lead", 4, false),
                new SyncAction.LabelChat("3", CHAT, true),
                new SyncAction.LabelMessage("3", CHAT, "3EB0AABB", false),
                new SyncAction.QuickReply("1750000000", "/hi", "Hello", List.of("hi", "hello"), false),
                new SyncAction.Lock(CHAT, true),
                new SyncAction.StatusMute(CHAT, true),
                new SyncAction.Favorites(List.of(CHAT, Jid.group("120363000000000001"))),
                new SyncAction.LidContact(Jid.lid("100002"), "Ada L", "Ada", "ada"),
                new SyncAction.LinkPreviews(true),
                new SyncAction.TimeFormat(true),
                new SyncAction.PnForLid(Jid.lid("100002"), CHAT),
                new SyncAction.NctSalt(Optional.of(Bytes.of((byte) 1, (byte) 2))),
                new SyncAction.NctSalt(Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void readsBackWhatItWrote(SyncAction action) {
        MutationDraft draft = action.at(NOW).draft();
        Mutation mutation =
                new Mutation(draft.operation(), draft.index().toJson(), draft.value(), draft.version(), Bytes.EMPTY);
        assertThat(SyncAction.of(mutation)).isEqualTo(action);
        assertThat(draft.value().getTimestamp()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void endsARangeWithTheNewestMessage() {
        SyncActionMessageRange range = SyncAction.range(
                List.of(new SyncAction.MessageAt(OTHERS, NOW), new SyncAction.MessageAt(OWN, NOW.minusSeconds(5))));
        assertThat(range.getLastMessageTimestamp()).isEqualTo(NOW.getEpochSecond());
        assertThat(range.getMessages(0).getKey().getParticipant()).isEqualTo("100002@lid");
        assertThat(SyncAction.range(List.of()).hasLastMessageTimestamp()).isFalse();
    }

    @Test
    void tellsWhatAnActionIsAbout() {
        assertThat(new SyncAction.Star(OTHERS, true).subject()).contains(OTHERS.chat());
        assertThat(new SyncAction.PushName("Ada").subject()).isEmpty();
        assertThat(actions().flatMap(action -> action.subject().stream()))
                .allMatch(jid -> !jid.user().isEmpty());
    }

    @Test
    void placesActionsAsClientsExpect() {
        assertThat(new SyncAction.PushName("Ada").at(NOW).collection()).isEqualTo(AppStateCollection.CRITICAL_BLOCK);
        assertThat(new SyncAction.Mute(CHAT, true, Optional.empty()).at(NOW).collection())
                .isEqualTo(AppStateCollection.REGULAR_HIGH);
        assertThat(new SyncAction.Pin(CHAT, true).at(NOW).draft().version()).isEqualTo(5);
        assertThat(new SyncAction.Star(OTHERS, true)
                        .at(NOW)
                        .draft()
                        .index()
                        .toJson()
                        .asUtf8())
                .isEqualTo("[\"star\",\"120363000000000001@g.us\",\"3EB0AABBCCDDEEFF001122\",\"0\",\"100002@lid\"]");
        assertThat(new SyncAction.Star(OWN, true).at(NOW).draft().index().argument(4))
                .isEqualTo("0");
    }

    @Test
    void leavesUnknownActionsAlone() {
        Mutation unknown = new Mutation(
                Mutation.Operation.SET,
                MutationIndex.of("never_seen").toJson(),
                SyncActionValue.getDefaultInstance(),
                1,
                Bytes.EMPTY);
        assertThat(SyncAction.of(unknown)).isEqualTo(new SyncAction.Unknown(unknown));
        assertThatThrownBy(() -> new SyncAction.Unknown(unknown).at(NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesActionsWithBadAddressesAlone() {
        MutationDraft draft = new SyncAction.Pin(CHAT, true).at(NOW).draft();
        Mutation bad = new Mutation(
                Mutation.Operation.SET,
                MutationIndex.of("pin_v1", "no address").toJson(),
                draft.value(),
                5,
                Bytes.EMPTY);
        assertThat(SyncAction.of(bad)).isInstanceOf(SyncAction.Unknown.class);
    }

    @Test
    void knowsEveryCollectionByName() {
        for (AppStateCollection collection : AppStateCollection.values()) {
            assertThat(AppStateCollection.of(collection.wireName())).contains(collection);
        }
        assertThat(AppStateCollection.of("other")).isEmpty();
    }
}
