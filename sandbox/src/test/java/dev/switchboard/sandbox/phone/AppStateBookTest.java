// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import static dev.switchboard.sandbox.phone.PhoneFixture.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.Delivery;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.MutationIndex;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.PatchEncoder;
import dev.switchboard.wire.appstate.PatchOutcome;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.AppStateFatalExceptionNotification;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage;
import dev.switchboard.wire.proto.PeerDataOperationRequestMessage.SyncdCollectionFatalRecoveryRequest;
import dev.switchboard.wire.proto.PeerDataOperationRequestType;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.PushNameSetting;
import dev.switchboard.wire.proto.SyncActionValue;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.AppStateStanzas.Answer;
import dev.switchboard.wire.stanza.AppStateStanzas.Wanted;
import dev.switchboard.wire.stanza.Enc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppStateBookTest {

    private static final String COLLECTION = "critical_block";

    private final PhoneFixture world = new PhoneFixture();
    private final AccountView dora =
            world.phones.createAccount(Optional.empty(), Optional.of("Dora"), Optional.empty());
    private final Bytes firstPatch = firstPatch(world.network.nextSent());
    private final SyncKey key = sharedKey();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void writesThePushNameFirst() {
        PatchOutcome.Applied applied = applyFirst();

        assertThat(applied.state().version()).isEqualTo(1);
        assertThat(applied.mutations()).singleElement().satisfies(mutation -> {
            assertThat(mutation.operation()).isEqualTo(Mutation.Operation.SET);
            assertThat(mutation.index()).contains(MutationIndex.of("setting_pushName"));
            assertThat(mutation.value().getPushNameSetting().getName()).isEqualTo("Dora");
        });
    }

    @Test
    void tellsTheNetworkTheNameACompanionWrites() {
        serve(1, List.of(rename("Theodora")));
        changed(2);
        world.phones.history(dora.phone());

        assertThat(world.network.calls).containsExactly("name Theodora");
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        serve(1, List.of(rename("Theodora")));
        changed(2);
        world.phones.history(dora.phone());
        world.restart();
        serve(2, List.of());

        changed(2);
        world.phones.history(dora.phone());

        assertThat(world.network.calls).hasSize(1);
    }

    @Test
    void startsOverWithACollectionItCannotFollow() {
        Bytes damaged = rename("Theodora");
        byte[] bytes = damaged.toByteArray();
        bytes[bytes.length - 10] ^= 1;
        serve(1, List.of(Bytes.copyOf(bytes)));
        changed(2);
        world.phones.history(dora.phone());
        assertThat(world.network.calls).isEmpty();
        assertThat(world.network.saved.get(dora.phone())).doesNotContainKey("app-state/" + COLLECTION);

        serve(0, List.of(firstPatch, rename("Theodora")));
        changed(2);
        world.phones.history(dora.phone());
        assertThat(world.network.calls).endsWith("name Theodora");
    }

    @Test
    void writesACollectionAnewThatACompanionCannotReadAnyMore() {
        FakeDevice companion = world.device(dora, 2);
        companion.begin(world.network.bundleOf(dora.phone()));
        List<Wanted> pushed = new ArrayList<>();
        world.network.answerOther = iq -> {
            Wanted wanted = AppStateStanzas.wanted(iq).getFirst();
            wanted.patch().ifPresent(_ -> pushed.add(wanted));
            return AppStateStanzas.answer(
                    iq,
                    List.of(new Answer(
                            COLLECTION, OptionalLong.of(1), List.of(), Optional.empty(), false, Optional.empty())));
        };
        Message report = Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.APP_STATE_FATAL_EXCEPTION_NOTIFICATION)
                        .setAppStateFatalExceptionNotification(
                                AppStateFatalExceptionNotification.newBuilder().addCollectionNames(COLLECTION)))
                .build();
        world.phones.deliver(dora.phone(), new Delivery(7, companion.peerMessage("F1", report), false));
        world.phones.history(dora.phone());

        assertThat(world.network.calls).containsExactly("empty " + COLLECTION);
        assertThat(pushed).singleElement().satisfies(wanted -> {
            assertThat(wanted.version()).hasValue(0);
            PatchOutcome.Applied applied = (PatchOutcome.Applied) new PatchDecoder(
                            id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty())
                    .apply(
                            CollectionState.initial(COLLECTION),
                            PatchDecoder.parsePatch(wanted.patch().orElseThrow().toByteArray()),
                            _ -> Optional.empty());
            assertThat(applied.mutations()
                            .getFirst()
                            .value()
                            .getPushNameSetting()
                            .getName())
                    .isEqualTo("Dora");
        });
    }

    @Test
    void writesACollectionOutForACompanionThatLostTrackOfIt() throws IOException {
        FakeDevice companion = world.device(dora, 2);
        companion.begin(world.network.bundleOf(dora.phone()));
        serve(1, List.of());
        Message request = Message.newBuilder()
                .setProtocolMessage(ProtocolMessage.newBuilder()
                        .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_MESSAGE)
                        .setPeerDataOperationRequestMessage(PeerDataOperationRequestMessage.newBuilder()
                                .setPeerDataOperationRequestType(
                                        PeerDataOperationRequestType.COMPANION_SYNCD_SNAPSHOT_FATAL_RECOVERY)
                                .setSyncdCollectionFatalRecoveryRequest(SyncdCollectionFatalRecoveryRequest.newBuilder()
                                        .setCollectionName(COLLECTION))))
                .build();
        world.phones.deliver(dora.phone(), new Delivery(8, companion.peerMessage("R1", request), false));
        Node answer = world.network.nextSent();
        var result = companion
                .open(Enc.of(answer.requireChild("enc")).orElseThrow())
                .getProtocolMessage()
                .getPeerDataOperationRequestResponseMessage()
                .getPeerDataOperationResult(0)
                .getSyncdSnapshotFatalRecoveryResponse();
        SyncdSnapshotRecovery recovery;
        try (GZIPInputStream in =
                new GZIPInputStream(result.getCollectionSnapshot().newInput())) {
            recovery = SyncdSnapshotRecovery.parseFrom(in);
        }
        PatchOutcome.Applied applied = applyFirst();
        assertThat(recovery.getVersion().getVersion()).isEqualTo(1);
        assertThat(recovery.getCollectionLthash().toByteArray())
                .isEqualTo(applied.state().hash().state().toByteArray());
        assertThat(recovery.getMutationRecordsList()).singleElement().satisfies(record -> {
            assertThat(record.getValue().getValue().getPushNameSetting().getName())
                    .isEqualTo("Dora");
            assertThat(record.getKeyId().toByteArray()).isEqualTo(key.id().toByteArray());
            IndexChange.Put put = (IndexChange.Put) applied.changes().getFirst();
            assertThat(record.getMac().toByteArray()).isEqualTo(put.valueMac().toByteArray());
        });
    }

    private static Bytes firstPatch(Node iq) {
        Wanted pushed = AppStateStanzas.wanted(iq).getFirst();
        assertThat(pushed.name()).isEqualTo(COLLECTION);
        assertThat(pushed.version()).hasValue(0);
        return pushed.patch().orElseThrow();
    }

    private SyncKey sharedKey() {
        FakeDevice companion = world.device(dora, 1);
        world.phones.companionReady(dora.phone(), ready(1, 1, 0));
        Node share = world.network.nextSent();
        world.phones.history(dora.phone());
        world.network.sent.clear();
        return SyncKey.of(companion
                        .open(Enc.of(share.requireChild("enc")).orElseThrow())
                        .getProtocolMessage()
                        .getAppStateSyncKeyShare()
                        .getKeys(0))
                .orElseThrow();
    }

    private PatchOutcome.Applied applyFirst() {
        PatchDecoder decoder = new PatchDecoder(id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty());
        return (PatchOutcome.Applied) decoder.apply(
                CollectionState.initial(COLLECTION),
                PatchDecoder.parsePatch(firstPatch.toByteArray()),
                _ -> Optional.empty());
    }

    /// What a companion writes after the first patch.
    private Bytes rename(String name) {
        PatchOutcome.Applied first = applyFirst();
        Map<Bytes, Bytes> macs = new HashMap<>();
        for (IndexChange change : first.changes()) {
            if (change instanceof IndexChange.Put(Bytes index, Bytes value)) {
                macs.put(index, value);
            }
        }
        SyncActionValue value = SyncActionValue.newBuilder()
                .setTimestamp(1)
                .setPushNameSetting(PushNameSetting.newBuilder().setName(name))
                .build();
        MutationDraft draft = MutationDraft.set(MutationIndex.of("setting_pushName"), value, 1);
        return Bytes.copyOf(PatchEncoder.encode(
                        first.state(), List.of(draft), key, index -> Optional.ofNullable(macs.get(index)), world.random)
                .patch()
                .toByteArray());
    }

    /// The server has these patches after a version.
    private void serve(long version, List<Bytes> patches) {
        world.network.answerOther = iq -> {
            Wanted wanted = AppStateStanzas.wanted(iq).getFirst();
            boolean fits = wanted.version().orElse(0) == version;
            return AppStateStanzas.answer(
                    iq,
                    List.of(new Answer(
                            COLLECTION,
                            OptionalLong.of(version + patches.size()),
                            fits ? patches : List.of(),
                            Optional.empty(),
                            false,
                            Optional.empty())));
        };
    }

    private void changed(long version) {
        world.phones.deliver(
                dora.phone(),
                new Delivery(
                        100,
                        Node.builder("notification")
                                .attr("type", "server_sync")
                                .attr("id", "n1")
                                .attr("from", Jid.SERVER)
                                .child(Node.builder("collection")
                                        .attr("name", COLLECTION)
                                        .attr("version", version))
                                .build(),
                        false));
    }
}
