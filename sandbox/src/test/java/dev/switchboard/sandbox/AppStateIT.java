// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.stanza.AppStateStanzas;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store of app state patches.
class AppStateIT extends SandboxFixture {

    private TestCompanion one;
    private TestCompanion other;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        one = TestCompanion.ready(sandbox, phone);
        other = TestCompanion.ready(sandbox, phone);
        one.client().settled();
        one.client().clear();
    }

    @AfterEach
    void part() {
        one.close();
        other.close();
    }

    private static Bytes patch(int deviceIndex) {
        return Bytes.copyOf(
                SyncdPatch.newBuilder().setDeviceIndex(deviceIndex).build().toByteArray());
    }

    private AppStateStanzas.Answer ask(TestCompanion companion, AppStateStanzas.Wanted wanted) {
        Node answer = companion.client().ask(AppStateStanzas.request(companion.newId(), List.of(wanted)));
        return AppStateStanzas.answers(answer).getFirst();
    }

    @Test
    void holdsTheNameThatThePhoneWroteFirst() {
        assertThat(ask(one, AppStateStanzas.Wanted.everything("critical_block")).patches())
                .hasSize(1);
    }

    @Test
    void numbersPushedPatchesAndTellsTheOthers() {
        AppStateStanzas.Answer pushed = ask(one, AppStateStanzas.Wanted.push("regular", 0, patch(7)));
        assertThat(pushed.error()).isEmpty();
        assertThat(pushed.version()).hasValue(1);
        Node news = other.client().await("notification");
        assertThat(news.text("type")).hasValue("server_sync");
        assertThat(news.requireChild("collection").text("name")).hasValue("regular");
        assertThat(news.requireChild("collection").text("version")).hasValue("1");
        assertThat(one.client().settled()).noneMatch(node -> node.hasTag("notification"));
        AppStateStanzas.Answer fetched = ask(other, AppStateStanzas.Wanted.patchesAfter("regular", 0));
        assertThat(fetched.patches()).hasSize(1).first().satisfies(bytes -> {
            SyncdPatch patch = SyncdPatch.parseFrom(bytes.toByteArray());
            assertThat(patch.getVersion().getVersion()).isEqualTo(1);
            assertThat(patch.getDeviceIndex()).isEqualTo(7);
        });
    }

    @Test
    void refusesAPushOnAnOldVersionAndHandsOverWhatIsMissing() {
        ask(one, AppStateStanzas.Wanted.push("regular_low", 0, patch(1)));
        AppStateStanzas.Answer refused = ask(other, AppStateStanzas.Wanted.push("regular_low", 0, patch(2)));
        assertThat(refused.error().orElseThrow().code()).isEqualTo(409);
        assertThat(refused.patches()).hasSize(1);
        assertThat(ask(other, AppStateStanzas.Wanted.push("regular_low", 1, patch(2)))
                        .version())
                .hasValue(2);
    }

    @Test
    void refusesWhatIsNoPatchAndWhatIsNoCollection() {
        AppStateStanzas.Answer garbage = ask(one, AppStateStanzas.Wanted.push("regular", 0, Bytes.fromHex("ffffff")));
        assertThat(garbage.error().orElseThrow().code()).isEqualTo(400);
        assertThat(ask(one, AppStateStanzas.Wanted.patchesAfter("no_such", 0))
                        .error()
                        .orElseThrow()
                        .code())
                .isEqualTo(404);
    }

    @Test
    void servesFiftyPatchesAtATime() {
        for (int version = 0; version < 60; version++) {
            ask(one, AppStateStanzas.Wanted.push("regular_high", version, patch(version)));
        }
        AppStateStanzas.Answer first = ask(other, AppStateStanzas.Wanted.patchesAfter("regular_high", 0));
        assertThat(first.patches()).hasSize(50);
        assertThat(first.morePatches()).isTrue();
        AppStateStanzas.Answer rest = ask(other, AppStateStanzas.Wanted.patchesAfter("regular_high", 50));
        assertThat(rest.patches()).hasSize(10);
        assertThat(rest.morePatches()).isFalse();
        assertThat(ask(other, AppStateStanzas.Wanted.patchesAfter("regular_high", 60))
                        .patches())
                .isEmpty();
    }
}
