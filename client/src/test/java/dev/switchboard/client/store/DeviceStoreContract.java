// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.store.OutgoingStanza.Purpose;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [DeviceStore] does. A durable store overrides [#reopened(DeviceStore)], so that everything is read back
/// after a restart.
public abstract class DeviceStoreContract {

    private static final SignalAddress PHONE = new SignalAddress("100000000000001_1", 0);
    private static final SignalAddress COMPANION = new SignalAddress("100000000000001_1", 7);
    private static final SignalAddress OTHER = new SignalAddress("100000000000002_1", 0);
    private static final Jid PN = Jid.pn("15550100001");
    private static final Jid LID = Jid.lid("100000000000001");
    private static final Jid GROUP = Jid.group("120363000000000001");
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");

    private DeviceStore store;

    /// An empty store.
    protected abstract DeviceStore create();

    /// The same store after a restart.
    protected DeviceStore reopened(DeviceStore before) {
        return before;
    }

    @BeforeEach
    void createStore() {
        store = create();
    }

    private void commit(StoreChange... changes) {
        store.commit(new StoreBatch(List.of(changes), List.of()));
        store = reopened(store);
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }

    private static OutgoingStanza stanza(long sequence, String id) {
        return new OutgoingStanza(sequence, id, LID, Purpose.MESSAGE, bytes("stanza " + sequence));
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(store.credentials()).isEmpty();
        assertThat(store.signalSession(PHONE)).isEmpty();
        assertThat(store.signalDevices(PHONE.name())).isEmpty();
        assertThat(store.identity(PHONE)).isEmpty();
        assertThat(store.preKey(1)).isEmpty();
        assertThat(store.senderKey(GROUP, PHONE)).isEmpty();
        assertThat(store.group(GROUP)).isEmpty();
        assertThat(store.senderKeyHolders(GROUP)).isEmpty();
        assertThat(store.lidOf(PN)).isEmpty();
        assertThat(store.pnOf(LID)).isEmpty();
        assertThat(store.deviceList(LID)).isEmpty();
        assertThat(store.syncKey(bytes("k"))).isEmpty();
        assertThat(store.collection("critical_block")).isEmpty();
        assertThat(store.mutationMacs("critical_block", List.of(bytes("i")))).isEmpty();
        assertThat(store.outgoing(Long.MIN_VALUE, 10)).isEmpty();
        assertThat(store.sentMessage("M1")).isEmpty();
        assertThat(store.undecrypted(LID, "M1")).isEmpty();
        assertThat(store.privacyToken(LID)).isEmpty();
        assertThat(store.kept("shelf", "name")).isEmpty();
        assertThat(store.pendingHistory()).isEmpty();
    }

    @Test
    void keepsSmallFactsByShelfAndName() {
        commit(
                new StoreChange.Keep("a", "1", bytes("one"), NOW),
                new StoreChange.Keep("a", "2", bytes("two"), NOW),
                new StoreChange.Keep("b", "1", bytes("other"), NOW));
        commit(new StoreChange.Keep("a", "1", bytes("changed"), NOW), new StoreChange.Discard("a", "2"));
        assertThat(store.kept("a", "1")).contains(bytes("changed"));
        assertThat(store.kept("a", "2")).isEmpty();
        assertThat(store.kept("b", "1")).contains(bytes("other"));
    }

    @Test
    void clearsAShelfByAge() {
        commit(
                new StoreChange.Keep("a", "old", bytes("1"), NOW.minusSeconds(10)),
                new StoreChange.Keep("a", "new", bytes("2"), NOW),
                new StoreChange.Keep("b", "old", bytes("3"), NOW.minusSeconds(10)));
        commit(new StoreChange.DiscardBefore("a", NOW));
        assertThat(store.kept("a", "old")).isEmpty();
        assertThat(store.kept("a", "new")).contains(bytes("2"));
        assertThat(store.kept("b", "old")).contains(bytes("3"));
    }

    @Test
    void keepsTheLastCredentials() {
        commit(new StoreChange.PutCredentials(bytes("one")));
        commit(new StoreChange.PutCredentials(bytes("two")));
        assertThat(store.credentials()).contains(bytes("two"));
    }

    @Test
    void keepsSessionsByAddress() {
        commit(
                new StoreChange.PutSignalSession(PHONE, bytes("a")),
                new StoreChange.PutSignalSession(COMPANION, bytes("b")),
                new StoreChange.PutSignalSession(OTHER, bytes("c")));
        assertThat(store.signalSession(COMPANION)).contains(bytes("b"));
        assertThat(store.signalSessions(List.of(PHONE, OTHER, new SignalAddress("3_1", 0))))
                .isEqualTo(Map.of(PHONE, bytes("a"), OTHER, bytes("c")));
        assertThat(store.signalDevices(PHONE.name())).isEqualTo(Set.of(0, 7));
    }

    @Test
    void replacesAndRemovesSessions() {
        commit(new StoreChange.PutSignalSession(PHONE, bytes("a")));
        commit(new StoreChange.PutSignalSession(PHONE, bytes("b")));
        assertThat(store.signalSession(PHONE)).contains(bytes("b"));
        commit(new StoreChange.RemoveSignalSession(PHONE), new StoreChange.RemoveSignalSession(OTHER));
        assertThat(store.signalSession(PHONE)).isEmpty();
    }

    @Test
    void appliesChangesInOrder() {
        commit(
                new StoreChange.PutSignalSession(PHONE, bytes("a")),
                new StoreChange.RemoveSignalSession(PHONE),
                new StoreChange.PutSignalSession(PHONE, bytes("b")));
        assertThat(store.signalSession(PHONE)).contains(bytes("b"));
    }

    @Test
    void keepsIdentities() {
        commit(new StoreChange.PutIdentity(PHONE, bytes("key")));
        assertThat(store.identity(PHONE)).contains(bytes("key"));
        commit(new StoreChange.RemoveIdentity(PHONE));
        assertThat(store.identity(PHONE)).isEmpty();
    }

    @Test
    void keepsPreKeysUntilTheyAreUsed() {
        List<StoredPreKey> keys = IntStream.rangeClosed(1, 812)
                .mapToObj(id -> new StoredPreKey(id, bytes("key " + id)))
                .toList();
        commit(new StoreChange.PutPreKeys(keys));
        assertThat(store.preKey(812)).contains(bytes("key 812"));
        commit(new StoreChange.RemovePreKey(812));
        assertThat(store.preKey(812)).isEmpty();
        assertThat(store.preKey(811)).contains(bytes("key 811"));
    }

    @Test
    void keepsSenderKeysByGroupAndDevice() {
        commit(new StoreChange.PutSenderKey(GROUP, PHONE, bytes("s")));
        assertThat(store.senderKey(GROUP, PHONE)).contains(bytes("s"));
        assertThat(store.senderKey(GROUP, COMPANION)).isEmpty();
        commit(new StoreChange.RemoveSenderKey(GROUP, PHONE));
        assertThat(store.senderKey(GROUP, PHONE)).isEmpty();
    }

    @Test
    void keepsWhatIsKnownOfGroups() {
        Jid other = Jid.group("120363000000000002");
        commit(new StoreChange.PutGroup(GROUP, bytes("one")), new StoreChange.PutGroup(other, bytes("two")));
        commit(new StoreChange.PutGroup(GROUP, bytes("changed")));
        assertThat(store.group(GROUP)).contains(bytes("changed"));
        commit(new StoreChange.RemoveGroup(GROUP));
        assertThat(store.group(GROUP)).isEmpty();
        assertThat(store.group(other)).contains(bytes("two"));
    }

    @Test
    void keepsWhoHasTheKeyOfAGroup() {
        commit(new StoreChange.PutSenderKeyHolders(GROUP, bytes("one")));
        commit(new StoreChange.PutSenderKeyHolders(GROUP, bytes("both")));
        assertThat(store.senderKeyHolders(GROUP)).contains(bytes("both"));
        commit(new StoreChange.RemoveSenderKeyHolders(GROUP));
        assertThat(store.senderKeyHolders(GROUP)).isEmpty();
    }

    @Test
    void looksManyDeviceListsUpAtOnce() {
        Jid other = Jid.lid("100000000000002");
        commit(new StoreChange.PutDeviceList(LID, bytes("0")), new StoreChange.PutDeviceList(other, bytes("0,1")));
        assertThat(store.deviceLists(List.of(LID, other, Jid.lid("100000000000003"))))
                .isEqualTo(Map.of(LID, bytes("0"), other, bytes("0,1")));
    }

    @Test
    void mapsNumbersAndHiddenIdsBothWays() {
        commit(new StoreChange.PutLidMapping(Jid.pn("15550100001", 4), Jid.lid("100000000000001", 4)));
        assertThat(store.lidOf(PN)).contains(LID);
        assertThat(store.pnOf(LID)).contains(PN);
    }

    @Test
    void mapsOneToOneWithTheNewestPairWinning() {
        Jid newLid = Jid.lid("100000000000009");
        Jid newPn = Jid.pn("15550100009");
        commit(new StoreChange.PutLidMapping(PN, LID));
        commit(new StoreChange.PutLidMapping(PN, newLid));
        assertThat(store.lidOf(PN)).contains(newLid);
        assertThat(store.pnOf(LID)).isEmpty();
        commit(new StoreChange.PutLidMapping(newPn, newLid));
        assertThat(store.pnOf(newLid)).contains(newPn);
        assertThat(store.lidOf(PN)).isEmpty();
    }

    @Test
    void keepsDeviceLists() {
        commit(new StoreChange.PutDeviceList(LID.withDevice(3), bytes("0,3")));
        assertThat(store.deviceList(LID)).contains(bytes("0,3"));
        commit(new StoreChange.RemoveDeviceList(LID));
        assertThat(store.deviceList(LID)).isEmpty();
    }

    @Test
    void keepsAppStateKeys() {
        commit(new StoreChange.PutSyncKey(Bytes.fromHex("000000000001"), bytes("data")));
        assertThat(store.syncKey(Bytes.fromHex("000000000001"))).contains(bytes("data"));
    }

    @Test
    void keepsCollectionsWithTheirMacs() {
        commit(
                new StoreChange.PutCollection("regular", bytes("v1")),
                new StoreChange.PutMutationMacs("regular", Map.of(bytes("i1"), bytes("m1"), bytes("i2"), bytes("m2"))),
                new StoreChange.PutMutationMacs("regular_low", Map.of(bytes("i1"), bytes("other"))));
        assertThat(store.collection("regular")).contains(bytes("v1"));
        assertThat(store.mutationMacs("regular", List.of(bytes("i1"), bytes("i3"))))
                .isEqualTo(Map.of(bytes("i1"), bytes("m1")));
        commit(
                new StoreChange.PutMutationMacs("regular", Map.of(bytes("i1"), bytes("m1b"))),
                new StoreChange.RemoveMutationMacs("regular", List.of(bytes("i2"), bytes("i4"))));
        assertThat(store.mutationMacs("regular", List.of(bytes("i1"), bytes("i2"))))
                .isEqualTo(Map.of(bytes("i1"), bytes("m1b")));
        commit(new StoreChange.RemoveCollection("regular"));
        assertThat(store.collection("regular")).isEmpty();
        assertThat(store.mutationMacs("regular", List.of(bytes("i1")))).isEmpty();
        assertThat(store.mutationMacs("regular_low", List.of(bytes("i1")))).hasSize(1);
    }

    @Test
    void givesOutgoingStanzasInOrderOfSendingByteForByte() {
        commit(
                new StoreChange.PutOutgoing(stanza(12, "C")),
                new StoreChange.PutOutgoing(stanza(3, "A")),
                new StoreChange.PutOutgoing(new OutgoingStanza(7, "A", LID.withDevice(2), Purpose.RESEND, bytes("x"))));
        assertThat(store.outgoing(Long.MIN_VALUE, 10))
                .containsExactly(
                        stanza(3, "A"),
                        new OutgoingStanza(7, "A", LID.withDevice(2), Purpose.RESEND, bytes("x")),
                        stanza(12, "C"));
        assertThat(store.outgoing(3, 1)).extracting(OutgoingStanza::sequence).containsExactly(7L);
        commit(new StoreChange.RemoveOutgoing(7));
        assertThat(store.outgoing(Long.MIN_VALUE, 10))
                .extracting(OutgoingStanza::sequence)
                .containsExactly(3L, 12L);
    }

    @Test
    void keepsSentMessagesUntilTheyAreOld() {
        SentMessage early = new SentMessage("M1", LID, bytes("one"), NOW);
        SentMessage late = new SentMessage("M2", LID, bytes("two"), NOW.plusSeconds(60));
        commit(new StoreChange.PutSentMessage(early), new StoreChange.PutSentMessage(late));
        assertThat(store.sentMessage("M1")).contains(early);
        commit(new StoreChange.RemoveSentMessagesBefore(NOW.plusSeconds(1)));
        assertThat(store.sentMessage("M1")).isEmpty();
        assertThat(store.sentMessage("M2")).contains(late);
    }

    @Test
    void dropsASentMessageByItsId() {
        SentMessage message = new SentMessage("M1", LID, bytes("one"), NOW);
        commit(new StoreChange.PutSentMessage(message), new StoreChange.RemoveSentMessage("M0"));
        assertThat(store.sentMessage("M1")).contains(message);
        commit(new StoreChange.RemoveSentMessage("M1"));
        assertThat(store.sentMessage("M1")).isEmpty();
    }

    @Test
    void keepsWhatIsKnownOfUndecryptedMessages() {
        commit(new StoreChange.PutUndecrypted(LID, "M1", bytes("1"), NOW));
        commit(new StoreChange.PutUndecrypted(LID, "M1", bytes("2"), NOW));
        assertThat(store.undecrypted(LID, "M1")).contains(bytes("2"));
        assertThat(store.undecrypted(Jid.lid("100000000000002"), "M1")).isEmpty();
        commit(new StoreChange.RemoveUndecrypted(LID, "M1"));
        assertThat(store.undecrypted(LID, "M1")).isEmpty();
    }

    @Test
    void keepsPrivacyTokens() {
        commit(new StoreChange.PutPrivacyToken(LID.withDevice(5), bytes("token"), NOW));
        assertThat(store.privacyToken(LID)).contains(bytes("token"));
    }

    @Test
    void dropsOldTokensAndOldRiddles() {
        Jid other = Jid.lid("100000000000002");
        commit(
                new StoreChange.PutPrivacyToken(LID, bytes("old"), NOW),
                new StoreChange.PutPrivacyToken(other, bytes("new"), NOW.plusSeconds(60)),
                new StoreChange.PutUndecrypted(LID, "M1", bytes("old"), NOW),
                new StoreChange.PutUndecrypted(LID, "M2", bytes("new"), NOW.plusSeconds(60)));
        commit(
                new StoreChange.RemovePrivacyTokensBefore(NOW.plusSeconds(1)),
                new StoreChange.RemoveUndecryptedBefore(NOW.plusSeconds(1)));
        assertThat(store.privacyToken(LID)).isEmpty();
        assertThat(store.privacyToken(other)).contains(bytes("new"));
        assertThat(store.undecrypted(LID, "M1")).isEmpty();
        assertThat(store.undecrypted(LID, "M2")).contains(bytes("new"));
    }

    @Test
    void keepsATokenThatWasGivenAnew() {
        commit(new StoreChange.PutPrivacyToken(LID, bytes("old"), NOW));
        commit(new StoreChange.PutPrivacyToken(LID, bytes("new"), NOW.plusSeconds(60)));
        commit(new StoreChange.RemovePrivacyTokensBefore(NOW.plusSeconds(1)));
        assertThat(store.privacyToken(LID)).contains(bytes("new"));
    }

    @Test
    void remembersWhichHistoryIsStillToBeFetched() {
        commit(
                new StoreChange.PutPendingHistory("P1", bytes("a")),
                new StoreChange.PutPendingHistory("P2", bytes("b")));
        commit(new StoreChange.PutPendingHistory("P1", bytes("a2")));
        assertThat(store.pendingHistory()).isEqualTo(Map.of("P1", bytes("a2"), "P2", bytes("b")));
        commit(new StoreChange.RemovePendingHistory("P1"), new StoreChange.RemovePendingHistory("P3"));
        assertThat(store.pendingHistory()).containsOnlyKeys("P2");
    }

    @Test
    void takesABatchOfEventsOnly() {
        store.commit(new StoreBatch(List.of(), List.of(new ClientEvent.OfflineDrained(3))));
        assertThat(store.credentials()).isEmpty();
    }

    @Test
    void forgetsEverythingOfADeviceThatIsUnlinked() {
        commit(
                new StoreChange.PutCredentials(bytes("one")),
                new StoreChange.PutSignalSession(PHONE, bytes("a")),
                new StoreChange.PutIdentity(PHONE, bytes("key")),
                new StoreChange.PutPreKeys(List.of(new StoredPreKey(1, bytes("k")))),
                new StoreChange.PutSenderKey(GROUP, PHONE, bytes("s")),
                new StoreChange.PutLidMapping(PN, LID),
                new StoreChange.PutDeviceList(LID, bytes("0")),
                new StoreChange.PutSyncKey(bytes("k"), bytes("d")),
                new StoreChange.PutCollection("critical_block", bytes("v")),
                new StoreChange.PutMutationMacs("critical_block", Map.of(bytes("i"), bytes("m"))),
                new StoreChange.PutOutgoing(stanza(1, "A")),
                new StoreChange.PutSentMessage(new SentMessage("M1", LID, bytes("one"), NOW)),
                new StoreChange.PutUndecrypted(LID, "M1", bytes("1"), NOW),
                new StoreChange.PutGroup(GROUP, bytes("group")),
                new StoreChange.PutSenderKeyHolders(GROUP, bytes("holders")),
                new StoreChange.PutPrivacyToken(LID, bytes("token"), NOW),
                new StoreChange.PutPendingHistory("P1", bytes("history")));
        commit(new StoreChange.ForgetDevice());
        knowsNothingAtFirst();
        assertThat(store.syncKey(bytes("k"))).isEmpty();
        assertThat(store.outgoing(Long.MIN_VALUE, 1)).isEmpty();
    }

    @Test
    void startsAfreshAfterForgetting() {
        commit(new StoreChange.PutCredentials(bytes("one")), new StoreChange.PutSignalSession(PHONE, bytes("a")));
        commit(new StoreChange.ForgetDevice(), new StoreChange.PutCredentials(bytes("two")));
        assertThat(store.credentials()).contains(bytes("two"));
        assertThat(store.signalSession(PHONE)).isEmpty();
    }
}
