// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.event.SyncEvent.Source;
import dev.switchboard.client.event.SyncEvent.StateChanged;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncAction.MessageRef;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.AppStateSyncKeyFingerprint;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestResponseMessage.PeerDataOperationResult;
import dev.switchboard.wire.proto.PeerDataOperationRequestType;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.SyncActionData;
import dev.switchboard.wire.proto.SyncActionMessageRange;
import dev.switchboard.wire.proto.SyncdMutations;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdPlainTextRecord;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AppStateTest {

    private static final String HIGH = AppStateCollection.REGULAR_HIGH.wireName();
    private static final String LOW = AppStateCollection.REGULAR_LOW.wireName();

    private final Stage stage = new Stage("app state").linked();
    private final Contact bob = new Contact(stage);
    private final AppStateServer state = new AppStateServer();

    private Line metPhone() throws Exception {
        Line line = stage.login();
        stage.phone.open(stage.clientBundle(1));
        return line;
    }

    /// Linked, keys shared, everything fetched.
    private Line level() throws Exception {
        Line line = metPhone();
        line.say(keys("K1", state.key));
        line.say(state.answer(line.nextIqWith("sync")));
        for (int i = 0; i < AppStateCollection.values().length; i++) {
            stage.event(SyncEvent.CollectionSynced.class);
        }
        return line;
    }

    private Node keys(String id, SyncKey... keys) {
        List<SyncKey> all = List.of(keys);
        return peer(
                id,
                PeerMessages.keyShare(all.stream()
                        .map(key -> key.toProto(AppStateSyncKeyFingerprint.getDefaultInstance(), stage.clock.instant()))
                        .toList()));
    }

    private Node peer(String id, Message message) {
        return bob.deliver(id, Stage.LID.bare(), stage.phone.encrypt(message)).toBuilder()
                .attr("category", "peer")
                .attr("sender_pn", Stage.PN.bare())
                .build();
    }

    private Node news(String collection, long version) {
        return new Notification(
                        Notification.Header.of("n" + version, Jid.SERVER, stage.clock.instant()),
                        new News.AppStateChanged(List.of(
                                new News.AppStateChanged.CollectionVersion(collection, OptionalLong.of(version)))))
                .toNode();
    }

    private void change(SyncAction... actions) {
        state.change(stage.clock.instant(), actions);
    }

    private static SyncAction.Pin pin(boolean pinned) {
        return new SyncAction.Pin(Contact.LID, pinned);
    }

    private static SyncActionMessageRange range(Stage stage) {
        return SyncAction.range(List.of(new SyncAction.MessageAt(
                new MessageRef(Contact.LID, "M1", false, Optional.empty()), stage.clock.instant())));
    }

    private static Done done(Reply<Answer<Done>> reply) throws Exception {
        Answer<Done> answer = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<Done>) answer).value();
    }

    @Test
    void fetchesAllCollectionsOnceThereAreKeys() throws Exception {
        change(
                new SyncAction.PushName("Ada Lovelace"),
                new SyncAction.Mute(Contact.LID, true, Optional.empty()),
                new SyncAction.Contact(
                        Contact.PN, "Bob Babbage", "Bob", Optional.of(Contact.LID), Optional.of(Contact.PN)));
        Line line = metPhone();
        line.say(keys("K1", state.key));
        Node request = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request))
                .extracting(AppStateStanzas.Wanted::name)
                .containsExactlyInAnyOrder(
                        "critical_block", "critical_unblock_low", "regular_high", "regular", "regular_low");
        assertThat(AppStateStanzas.wanted(request)).allMatch(AppStateStanzas.Wanted::snapshot);
        line.say(state.answer(request));
        StateChanged mute = stage.event(StateChanged.class, event -> event.change() instanceof SyncAction.Mute);
        assertThat(mute.source()).isEqualTo(Source.WHOLE);
        assertThat(mute.subject().orElseThrow().pn())
                .as("the contact came with both addresses")
                .contains(Contact.PN);
        assertThat(stage.companion.account().orElseThrow().pushName()).contains("Ada Lovelace");
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
    }

    @Test
    void asksForMoreWhileThereIsMore() throws Exception {
        for (int i = 0; i < 5; i++) {
            change(pin(i % 2 == 0));
        }
        state.pageSize = 2;
        Line line = metPhone();
        line.say(keys("K1", state.key));
        line.say(state.answer(line.nextIqWith("sync")));
        Node second = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(second))
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.version()).hasValue(2));
        line.say(state.answer(second));
        line.say(state.answer(line.nextIqWith("sync")));
        SyncEvent.CollectionSynced synced = stage.event(
                SyncEvent.CollectionSynced.class, event -> event.collection().equals(LOW));
        assertThat(synced.version()).isEqualTo(5);
    }

    @Test
    void tellsWhatAnotherDeviceChanged() throws Exception {
        Line line = level();
        change(new SyncAction.Star(new MessageRef(Contact.LID, "M1", false, Optional.empty()), true));
        line.say(news(HIGH, 1));
        Node request = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request))
                .extracting(AppStateStanzas.Wanted::name)
                .containsExactly(HIGH);
        line.say(state.answer(request));
        StateChanged changed = stage.event(StateChanged.class);
        assertThat(changed.source()).isEqualTo(Source.ELSEWHERE);
        assertThat(changed.change()).isInstanceOf(SyncAction.Star.class);
        assertThat(changed.at()).isEqualTo(stage.clock.instant());
    }

    @Test
    void doesNotFetchWhatItHas() throws Exception {
        change(pin(true));
        Line line = level();
        line.say(news(LOW, 1));
        change(pin(false));
        line.say(news(LOW, 2));
        Node request = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request).getFirst().version()).hasValue(1);
    }

    @Test
    void changesWhatTheOwnerWantsChanged() throws Exception {
        Line line = level();
        Reply<Answer<Done>> reply = stage.companion
                .accountState()
                .change(List.of(
                        new SyncAction.Archive(Contact.LID, true, range(stage)),
                        new SyncAction.Mute(Contact.LID, true, Optional.empty())));
        Node request = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request))
                .allMatch(wanted -> wanted.patch().isPresent());
        line.say(state.answer(request));
        done(reply);
        assertThat(state.received())
                .extracting(action -> action.getClass().getSimpleName())
                .containsExactlyInAnyOrder("Archive", "Pin", "Mute");
        StateChanged own = stage.event(StateChanged.class);
        assertThat(own.source()).isEqualTo(Source.HERE);
    }

    @Test
    void buildsAChangeOnWhatOthersChangedMeanwhile() throws Exception {
        Line line = level();
        change(new SyncAction.Pin(Jid.lid("100000000000077"), true));
        Reply<Answer<Done>> reply = stage.companion.accountState().change(pin(true));
        Node first = line.nextIqWith("sync");
        line.say(state.answer(first));
        Node second = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(second).getFirst().version()).hasValue(1);
        line.say(state.answer(second));
        done(reply);
        assertThat(state.received()).containsExactly(pin(true));
        assertThat(stage.event(StateChanged.class).source())
                .as("the other one's comes first")
                .isEqualTo(Source.ELSEWHERE);
        change(pin(false));
        line.say(news(LOW, 3));
        line.say(state.answer(line.nextIqWith("sync")));
        assertThat(stage.event(StateChanged.class, event -> event.source() == Source.ELSEWHERE)
                        .change())
                .as("the hash still holds")
                .isEqualTo(pin(false));
    }

    @Test
    void givesUpAChangeThatIsAlwaysTooLate() throws Exception {
        Line line = level();
        Reply<Answer<Done>> reply = stage.companion.accountState().change(pin(true));
        for (int i = 0; i <= 25; i++) {
            Node request = line.nextIqWith("sync");
            change(new SyncAction.Pin(Jid.lid("100000000000077"), i % 2 == 0));
            line.say(state.answer(request));
        }
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Refused<>(409, "conflict"));
    }

    @Test
    void refusesChangesBeforeThereAreKeys() throws Exception {
        stage.login();
        assertThat(stage.companion
                        .accountState()
                        .change(pin(true))
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void saysOfAChangeUnderWayThatTheConnectionIsGone() throws Exception {
        Line line = level();
        Reply<Answer<Done>> reply = stage.companion.accountState().change(pin(true));
        line.nextIqWith("sync");
        line.hangUp();
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.NotConnected<>());
    }

    @Test
    void asksThePhoneForAKeyAndGoesOnWhenItComes() throws Exception {
        SyncKey second = SyncKey.generate(0, 2, new SeededRandom(11));
        Line line = level();
        state.change(stage.clock.instant(), second, pin(true));
        line.say(news(LOW, 1));
        line.say(state.answer(line.nextIqWith("sync")));
        Node question = line.nextMessage();
        Message asked =
                stage.phone.decrypt(OutgoingMessage.of(question).direct().getFirst());
        assertThat(asked.getProtocolMessage()
                        .getAppStateSyncKeyRequest()
                        .getKeyIds(0)
                        .getKeyId()
                        .toByteArray())
                .isEqualTo(second.id().toByteArray());
        assertThat(stage.event(SyncEvent.CollectionStuck.class).reason()).isEqualTo("app-state-missing-key");
        line.say(keys("K2", second));
        line.say(state.answer(line.nextIqWith("sync")));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
    }

    @Test
    void takesUpAfterARestartWhatWasLeft() throws Exception {
        Line line = level();
        change(pin(true));
        line.say(news(LOW, 1));
        line.nextIqWith("sync");
        line.hangUp();
        stage.newCompanion();
        Line again = stage.login();
        Node request = again.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request))
                .extracting(AppStateStanzas.Wanted::name)
                .containsExactly(LOW);
        again.say(state.answer(request));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
    }

    @Test
    void fetchesTheWholeAnewWhenTheHashDoesNotHold() throws Exception {
        change(pin(true));
        Line line = level();
        change(pin(false));
        line.say(news(LOW, 2));
        Node request = line.nextIqWith("sync");
        byte[] damaged = state.patches(LOW).getLast().toBuilder()
                .setSnapshotMac(ByteString.copyFrom(new byte[32]))
                .build()
                .toByteArray();
        line.say(AppStateStanzas.answer(
                request,
                List.of(new AppStateStanzas.Answer(
                        LOW,
                        OptionalLong.of(2),
                        List.of(Bytes.copyOf(damaged)),
                        Optional.empty(),
                        false,
                        Optional.empty()))));
        Node again = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(again).getFirst().version()).hasValue(0);
        assertThat(AppStateStanzas.wanted(again).getFirst().snapshot()).isTrue();
        line.say(state.answer(again));
        assertThat(stage.event(SyncEvent.CollectionSynced.class).version()).isEqualTo(2);
        assertThat(stage.memory.collection(LOW)).isPresent();
    }

    /// Two answers in a row whose patches do not check out.
    private Line broken() throws Exception {
        change(pin(true));
        Line line = metPhone();
        line.say(keys("K1", state.key));
        for (int i = 0; i < 2; i++) {
            Node request = line.nextIqWith("sync");
            Bytes damaged = Bytes.copyOf(state.patches(LOW).getFirst().toBuilder()
                    .setPatchMac(ByteString.copyFrom(new byte[32]))
                    .build()
                    .toByteArray());
            line.say(AppStateStanzas.answer(
                    request,
                    List.of(new AppStateStanzas.Answer(
                            LOW, OptionalLong.of(1), List.of(damaged), Optional.empty(), false, Optional.empty()))));
        }
        return line;
    }

    private ProtocolMessage toPhone(Line line) throws Exception {
        Node message = line.nextMessage();
        bob.acknowledge(line, message);
        return stage.phone
                .decrypt(OutgoingMessage.of(message).direct().getFirst())
                .getProtocolMessage();
    }

    @Test
    void asksThePhoneWhatItKnowsWhenTheWholeDoesNotHoldEither() throws Exception {
        Line line = broken();
        PeerDataOperationRequestMessage request = toPhone(line).getPeerDataOperationRequestMessage();
        assertThat(request.getSyncdCollectionFatalRecoveryRequest().getCollectionName())
                .isEqualTo(LOW);
        assertThat(stage.event(SyncEvent.CollectionStuck.class).collection()).isEqualTo(LOW);
        line.say(peer("R1", recoveryOf(LOW)));
        line.say(state.answer(line.nextIqWith("sync")));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
        assertThat(stage.event(SyncEvent.CollectionSynced.class).version()).isEqualTo(1);
        Reply<Answer<Done>> reply = stage.companion.accountState().change(pin(false));
        line.say(state.answer(line.nextIqWith("sync")));
        done(reply);
    }

    private Message recoveryOf(String collection) {
        MutationDraft draft = pin(true).at(stage.clock.instant()).draft();
        SyncdPatch patch = state.patches(collection).getLast();
        ByteString blob = patch.getMutations(0).getRecord().getValue().getBlob();
        SyncdSnapshotRecovery recovery = SyncdSnapshotRecovery.newBuilder()
                .setVersion(patch.getVersion())
                .setCollectionName(collection)
                .setCollectionLthash(ByteString.copyFrom(
                        state.state(collection).hash().state().toByteArray()))
                .addMutationRecords(SyncdPlainTextRecord.newBuilder()
                        .setKeyId(ByteString.copyFrom(state.key.id().toByteArray()))
                        .setMac(blob.substring(blob.size() - 32))
                        .setValue(SyncActionData.newBuilder()
                                .setIndex(ByteString.copyFrom(
                                        draft.index().toJson().toByteArray()))
                                .setValue(draft.value())
                                .setVersion(draft.version())))
                .build();
        return PeerMessages.response(PeerDataOperationRequestResponseMessage.newBuilder()
                .setPeerDataOperationRequestType(PeerDataOperationRequestType.COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY)
                .addPeerDataOperationResult(PeerDataOperationResult.newBuilder()
                        .setSyncdSnapshotFatalRecoveryResponse(
                                PeerDataOperationResult.SyncdSnapshotFatalRecoveryResponse.newBuilder()
                                        .setCollectionSnapshot(recovery.toByteString())))
                .build());
    }

    @Test
    void tellsThePhoneToMakeACollectionAnewOfWhichItKnowsNothing() throws Exception {
        Line line = broken();
        toPhone(line);
        line.say(peer(
                "R1",
                PeerMessages.response(PeerDataOperationRequestResponseMessage.newBuilder()
                        .setPeerDataOperationRequestType(
                                PeerDataOperationRequestType.COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY)
                        .build())));
        assertThat(toPhone(line).getAppStateFatalExceptionNotification().getCollectionNamesList())
                .containsExactly(LOW);
        assertThat(stage.memory.collection(LOW)).isEmpty();
    }

    @Test
    void doesNotWaitForeverForThePhone() throws Exception {
        Line line = broken();
        toPhone(line);
        stage.settle();
        stage.pass(Duration.ofSeconds(61));
        assertThat(toPhone(line).getAppStateFatalExceptionNotification().getCollectionNamesList())
                .containsExactly(LOW);
    }

    @Test
    void triesLaterWhatTheServerDoesNotAnswer() throws Exception {
        Line line = level();
        change(pin(true));
        line.say(news(LOW, 1));
        line.refuse(line.nextIqWith("sync"), 503);
        stage.pass(Duration.ofSeconds(12));
        line.say(state.answer(line.nextIqWith("sync")));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
    }

    @Test
    void anOwnNewNameIsShownAtOnce() throws Exception {
        Line line = level();
        Reply<Answer<Done>> reply = stage.companion.accountState().rename("Countess");
        line.say(state.answer(line.nextIqWith("sync")));
        done(reply);
        Node presence = line.next("presence", node -> node.hasTag("presence") && node.hasText("name", "Countess"));
        assertThat(presence.text("type")).contains("available");
        stage.settle();
        assertThat(stage.companion.account().orElseThrow().pushName()).contains("Countess");
    }

    @Test
    void keepsAndForgetsTheSaltOfContactTokens() throws Exception {
        change(new SyncAction.NctSalt(Optional.of(Bytes.utf8("salt"))));
        Line line = level();
        assertThat(stage.credentials().shared().nctSalt()).isEqualTo(Bytes.utf8("salt"));
        change(new SyncAction.NctSalt(Optional.empty()));
        line.say(news(HIGH, 2));
        line.say(state.answer(line.nextIqWith("sync")));
        stage.event(SyncEvent.CollectionSynced.class);
        assertThat(stage.credentials().shared().nctSalt()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void mergesTheAddressesOfAChat() throws Exception {
        change(new SyncAction.PnForLid(Contact.LID, Contact.PN));
        level();
        assertThat(stage.memory.pnOf(Contact.LID)).contains(Contact.PN);
        assertThat(stage.memory.events()).hasAtLeastOneElementOfType(PersonEvent.AddressesMerged.class);
    }

    @Test
    void startsOverWhenTold() throws Exception {
        change(pin(true));
        Line line = level();
        Reply<Answer<Done>> reply = stage.companion.accountState().startOver();
        Node request = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(request))
                .allSatisfy(wanted -> assertThat(wanted.version()).hasValue(0));
        line.say(state.answer(request));
        done(reply);
        assertThat(stage.event(StateChanged.class).source()).isEqualTo(Source.WHOLE);
    }

    private static ExternalBlobReference reference(MediaShelf.Stored stored) {
        return ExternalBlobReference.newBuilder()
                .setDirectPath(stored.path())
                .setMediaKey(ByteString.copyFrom(stored.key().bytes().toByteArray()))
                .setFileSha256(ByteString.copyFrom(stored.media().fileSha256().toByteArray()))
                .setFileEncSha256(
                        ByteString.copyFrom(stored.media().fileEncSha256().toByteArray()))
                .setFileSizeBytes(stored.media().fileLength())
                .build();
    }

    @Test
    void takesTheWholeFromASnapshotInTheMediaStore() throws Exception {
        change(pin(true));
        change(pin(false), new SyncAction.Pin(Jid.lid("100000000000077"), true));
        Line line = metPhone();
        line.say(keys("K1", state.key));
        MediaShelf.Stored stored = stage.media.put("/s/1", MediaKind.APP_STATE, state.snapshot(LOW), stage.random);
        change(pin(true));
        line.say(AppStateStanzas.answer(
                line.nextIqWith("sync"),
                List.of(new AppStateStanzas.Answer(
                        LOW,
                        OptionalLong.of(3),
                        List.of(Bytes.copyOf(state.patches(LOW).getLast().toByteArray())),
                        Optional.of(Bytes.copyOf(reference(stored).toByteArray())),
                        false,
                        Optional.empty()))));
        line.say(MediaShelf.connection(line.nextIqWith("media_conn")));
        assertThat(stage.event(StateChanged.class).source()).isEqualTo(Source.WHOLE);
        SyncEvent.CollectionSynced synced = stage.event(SyncEvent.CollectionSynced.class);
        assertThat(synced.version()).isEqualTo(3);
        Reply<Answer<Done>> reply = stage.companion.accountState().change(pin(false));
        line.say(state.answer(line.nextIqWith("sync")));
        done(reply);
    }

    @Test
    void takesAPatchWhoseChangesLieInTheMediaStore() throws Exception {
        Line line = level();
        change(pin(true));
        SyncdPatch patch = state.patches(LOW).getLast();
        byte[] content = SyncdMutations.newBuilder()
                .addAllMutations(patch.getMutationsList())
                .build()
                .toByteArray();
        MediaShelf.Stored stored = stage.media.put("/m/1", MediaKind.APP_STATE, content, stage.random);
        byte[] light = patch.toBuilder()
                .clearMutations()
                .setExternalMutations(reference(stored))
                .build()
                .toByteArray();
        line.say(news(LOW, 1));
        line.say(AppStateStanzas.answer(
                line.nextIqWith("sync"),
                List.of(new AppStateStanzas.Answer(
                        LOW,
                        OptionalLong.of(1),
                        List.of(Bytes.copyOf(light)),
                        Optional.empty(),
                        false,
                        Optional.empty()))));
        line.say(MediaShelf.connection(line.nextIqWith("media_conn")));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
    }

    @Test
    void triesASnapshotLaterThatCannotBeFetched() throws Exception {
        change(pin(true));
        Line line = metPhone();
        line.say(keys("K1", state.key));
        MediaShelf.Stored stored = stage.media.put("/s/1", MediaKind.APP_STATE, state.snapshot(LOW), stage.random);
        stage.media.move("/s/1", "/gone");
        line.say(AppStateStanzas.answer(
                line.nextIqWith("sync"),
                List.of(new AppStateStanzas.Answer(
                        LOW,
                        OptionalLong.of(1),
                        List.of(),
                        Optional.of(Bytes.copyOf(reference(stored).toByteArray())),
                        false,
                        Optional.empty()))));
        line.say(MediaShelf.connection(line.nextIqWith("media_conn")));
        assertThat(stage.event(SyncEvent.CollectionStuck.class).collection()).isEqualTo(LOW);
        stage.pass(Duration.ofSeconds(12));
        Node again = line.nextIqWith("sync");
        line.say(state.answer(again));
        assertThat(stage.event(StateChanged.class).change()).isEqualTo(pin(true));
    }

    @Test
    void survivesAnswersThatAreNoPatches() throws Exception {
        Line line = level();
        line.say(news(LOW, 1));
        Node request = line.nextIqWith("sync");
        line.say(AppStateStanzas.answer(
                request,
                List.of(new AppStateStanzas.Answer(
                        LOW,
                        OptionalLong.of(1),
                        List.of(Bytes.utf8("no patch at all")),
                        Optional.of(Bytes.utf8("no reference")),
                        true,
                        Optional.empty()))));
        Node again = line.nextIqWith("sync");
        assertThat(AppStateStanzas.wanted(again).getFirst().version()).hasValue(0);
    }
}
