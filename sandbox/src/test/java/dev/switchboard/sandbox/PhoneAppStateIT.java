// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdSnapshot;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.AppStateStanzas.Wanted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// App state with the phone as a full participant, and snapshots of it.
class PhoneAppStateIT extends SandboxFixture {

    private AdminClient admin;
    private String ann;
    private String bob;
    private TestCompanion companion;

    @BeforeEach
    void meet() {
        admin = new AdminClient(sandbox);
        ann = newPhone();
        bob = newPhone();
        companion = TestCompanion.ready(sandbox, ann);
    }

    @AfterEach
    void part() {
        companion.close();
    }

    private void say(String action) {
        AdminClient.Answer answer = admin.post("/admin/accounts/" + ann + "/app-state", "{" + action + "}");
        assertThat(answer.status()).as(String.valueOf(answer.json())).isEqualTo(204);
    }

    private JsonNode state() {
        return admin.get("/admin/accounts/" + ann + "/app-state").json();
    }

    private AppStateStanzas.Answer fetch(Wanted wanted) {
        Node answer = companion.client().ask(AppStateStanzas.request(companion.newId(), List.of(wanted)));
        return AppStateStanzas.answers(answer).getFirst();
    }

    @Test
    void showsWhatThePhoneHasSaidOfAChat() {
        say("'archive':{'chat':'" + bob + "'}");
        say("'pin':{'chat':'" + bob + "'}");
        say("'mute':{'chat':'" + bob + "','until':1900000000000}");
        say("'contact':{'phone':'" + bob + "','name':'Bob Builder'}");
        say("'pin':{'chat':'" + bob + "','on':false}");
        JsonNode chat = state().get("chats").get(0);
        assertThat(chat.get("chat").textValue()).isEqualTo(bob);
        assertThat(chat.get("archived").booleanValue()).isTrue();
        assertThat(chat.get("pinned").booleanValue()).isFalse();
        assertThat(chat.get("muted").booleanValue()).isTrue();
        assertThat(chat.get("mutedUntil").longValue()).isEqualTo(1_900_000_000_000L);
        assertThat(chat.get("name").textValue()).isEqualTo("Bob Builder");
        assertThat(state().get("entries")).anySatisfy(entry -> {
            assertThat(entry.get("collection").textValue()).isEqualTo("critical_unblock_low");
            assertThat(entry.get("index").get(0).textValue()).isEqualTo("contact");
            assertThat(entry.get("value").get("contactAction").get("fullName").textValue())
                    .isEqualTo("Bob Builder");
        });
    }

    @Test
    void beginsWithContactsInOnePatch() {
        AdminClient.Answer made = admin.post(
                "/admin/accounts",
                "{'contacts':[{'phone':'" + bob + "','name':'Bob Builder'},{'phone':'15559990001','name':'Zoe'}]}");
        assertThat(made.status()).isEqualTo(201);
        String phone = made.json().get("phone").textValue();
        try (TestCompanion other = TestCompanion.ready(sandbox, phone)) {
            Node answer = other.client()
                    .ask(AppStateStanzas.request(other.newId(), List.of(Wanted.everything("critical_unblock_low"))));
            assertThat(AppStateStanzas.answers(answer).getFirst().patches()).hasSize(1);
        }
        JsonNode chats =
                admin.get("/admin/accounts/" + phone + "/app-state").json().get("chats");
        assertThat(chats).hasSize(2);
        assertThat(chats.get(1).get("name").textValue()).isEqualTo("Zoe");
    }

    @Test
    void tellsCompanionsWhatThePhoneSays() {
        say("'archive':{'chat':'" + bob + "'}");
        Node news = companion.client().await("notification", node -> node.hasText("type", "server_sync"));
        assertThat(news.requireChild("collection").text("name")).hasValue("regular_low");
        assertThat(fetch(Wanted.patchesAfter("regular_low", 0)).patches()).hasSize(1);
    }

    @Test
    void changesThePushName() {
        say("'pushName':'Annabel'");
        assertThat(admin.get("/admin/accounts/" + ann).json().get("pushName").textValue())
                .isEqualTo("Annabel");
    }

    @Test
    void servesASnapshotOnlyWhenItIsWorthIt() {
        say("'archive':{'chat':'" + bob + "'}");
        assertThat(fetch(Wanted.everything("regular_low")).snapshot()).isEmpty();
    }

    @Test
    void servesASnapshotWithTheLatestOfEachWhenForced() throws Exception {
        say("'archive':{'chat':'" + bob + "'}");
        say("'pin':{'chat':'" + bob + "'}");
        say("'pin':{'chat':'" + bob + "','on':false}");
        admin.post("/admin/faults", "{'fault':'app-state-snapshot','account':'" + ann + "','count':1}");
        AppStateStanzas.Answer answer = fetch(Wanted.everything("regular_low"));
        assertThat(answer.patches()).isEmpty();
        ExternalBlobReference blob =
                ExternalBlobReference.parseFrom(answer.snapshot().orElseThrow().toByteArray());
        SyncdSnapshot snapshot = SyncdSnapshot.parseFrom(open(blob));
        assertThat(snapshot.getVersion().getVersion()).isEqualTo(3);
        assertThat(snapshot.getRecordsList()).hasSize(2);
        SyncdPatch newest = SyncdPatch.parseFrom(fetch(Wanted.patchesAfter("regular_low", 2))
                .patches()
                .getFirst()
                .toByteArray());
        assertThat(snapshot.getMac()).isEqualTo(newest.getSnapshotMac());
        assertThat(snapshot.getKeyId()).isEqualTo(newest.getKeyId());
    }

    @Test
    void losesTheFileOfASnapshotWhenToldTo() throws Exception {
        say("'archive':{'chat':'" + bob + "'}");
        admin.post("/admin/faults", "{'fault':'app-state-snapshot','account':'" + ann + "','count':1}");
        admin.post("/admin/faults", "{'fault':'app-state-blob-missing','account':'" + ann + "','count':1}");
        ExternalBlobReference blob = ExternalBlobReference.parseFrom(
                fetch(Wanted.everything("regular_low")).snapshot().orElseThrow().toByteArray());
        assertThat(new MediaClient(sandbox.adminUri(), "")
                        .get(blob.getDirectPath())
                        .status())
                .isEqualTo(404);
    }

    private byte[] open(ExternalBlobReference blob) throws Exception {
        Bytes file = new MediaClient(sandbox.adminUri(), "")
                .get(blob.getDirectPath())
                .body();
        MediaReference reference = MediaReference.of(blob);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        MediaDecryptor.decrypt(
                new ByteArrayInputStream(file.toByteArray()),
                plain,
                reference.key().orElseThrow(),
                MediaKind.APP_STATE,
                reference.expected(),
                1 << 20);
        return plain.toByteArray();
    }
}
