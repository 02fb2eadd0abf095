// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.AppStateStanzas.Answer;
import dev.switchboard.wire.stanza.AppStateStanzas.Wanted;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What can go wrong with app state.
class AppStateFaultsIT extends FaultFixture {

    private TestCompanion companion;

    @BeforeEach
    void write() {
        companion = TestCompanion.ready(sandbox, newPhone());
        for (int i = 0; i < 3; i++) {
            ask(Wanted.push("regular", i, patch(i)));
        }
    }

    @AfterEach
    void part() {
        companion.close();
    }

    private static Bytes patch(int number) {
        return Bytes.copyOf(SyncdPatch.newBuilder()
                .setSnapshotMac(ByteString.copyFromUtf8("snapshot " + number))
                .setPatchMac(ByteString.copyFromUtf8("patch " + number))
                .setKeyId(KeyId.newBuilder().setId(ByteString.copyFromUtf8("key id")))
                .build()
                .toByteArray());
    }

    private Answer ask(Wanted wanted) {
        Node answer = companion.client().ask(AppStateStanzas.request(companion.newId(), List.of(wanted)));
        return AppStateStanzas.answers(answer).getFirst();
    }

    private List<SyncdPatch> served() {
        return ask(Wanted.patchesAfter("regular", 0)).patches().stream()
                .map(AppStateFaultsIT::parsed)
                .toList();
    }

    private static SyncdPatch parsed(Bytes patch) {
        try {
            return SyncdPatch.parseFrom(patch.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /// The companion, and not its phone, which asks for collections as well.
    private String here() {
        return at(companion) + ",'device':" + companion.pn().device();
    }

    @Test
    void refusesACollection() {
        once("app-state-error", here() + params("'code':409,'collection':'regular'"));
        assertThat(ask(Wanted.patchesAfter("regular_low", 0)).error()).isEmpty();
        assertThat(ask(Wanted.push("regular", 3, patch(3)))
                        .error()
                        .orElseThrow()
                        .code())
                .isEqualTo(409);
        once("app-state-error", here() + params("'code':400"));
        assertThat(ask(Wanted.patchesAfter("regular", 0)).error().orElseThrow().code())
                .isEqualTo(400);
    }

    @Test
    void servesPatchesWithAKeyNobodyHasOrAWrongMac() {
        once("app-state-missing-key", here());
        assertThat(served().get(1).getKeyId().getId().toStringUtf8()).isNotEqualTo("key id");
        once("app-state-bad-mac", here());
        assertThat(served().get(1).getSnapshotMac().toStringUtf8()).isNotEqualTo("snapshot 1");
        assertThat(served().get(1).getSnapshotMac().toStringUtf8()).isEqualTo("snapshot 1");
    }

    @Test
    void leavesAPatchOut() {
        once("app-state-gap", here());
        assertThat(served())
                .extracting(patch -> patch.getVersion().getVersion())
                .containsExactly(1L, 3L);
        assertThat(served()).hasSize(3);
    }
}
