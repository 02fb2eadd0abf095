// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.sandbox.testclient.TestClient;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.noise.HandshakePattern;
import dev.switchboard.wire.stanza.ClientPayloads;
import dev.switchboard.wire.stanza.ClientVersion;
import dev.switchboard.wire.stanza.Iq;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Handshake, login, and the ends a stream can have.
class LoginIT extends SandboxFixture {

    @Test
    void greetsADeviceWithItsHiddenAddressAndTheTime() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            Node success = companion.logIn();
            assertThat(success.requireJid("lid")).isEqualTo(companion.lid());
            assertThat(success.number("t")).isPresent();
            assertThat(success.number("creation")).isPresent();
        }
    }

    @Test
    void refusesAnUnknownDevice() {
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            ClientPayloads.Profile profile = ClientPayloads.Profile.of(new ClientVersion(2, 3000, 1));
            TestClient client = companion.connect(ClientPayloads.login(profile, Jid.pn("15550009999", 1)));
            assertThat(client.await("failure").text("reason")).hasValue("401");
            client.awaitEnd();
        }
    }

    @Test
    void refusesAnotherKeyThanTheRegisteredOne() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone());
                TestCompanion thief = new TestCompanion(sandbox)) {
            ClientPayloads.Profile profile = ClientPayloads.Profile.of(new ClientVersion(2, 3000, 1));
            TestClient client = thief.connect(ClientPayloads.login(profile, companion.pn()));
            assertThat(client.await("failure").text("reason")).hasValue("401");
        }
    }

    @Test
    void resumesWithAKnownServerKey() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.logIn();
            assertThat(companion.client().pattern()).isEqualTo(HandshakePattern.XX);
            companion.client().close();
            companion.logIn();
            assertThat(companion.client().pattern()).isEqualTo(HandshakePattern.IK);
        }
    }

    @Test
    void leadsAClientWithAWrongServerKeyIntoAFullHandshake() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.mistakeServerKey();
            companion.logIn();
            assertThat(companion.client().pattern()).isEqualTo(HandshakePattern.XX_FALLBACK);
        }
    }

    @Test
    void takesRoutingInfoInFrontOfTheIntro() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.connect(Intro.routed(Bytes.fromHex("0102030405")));
            companion.client().await("success");
        }
    }

    @Test
    void replacesTheOlderLoginOfADevice() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.logIn();
            TestClient older = companion.client();
            companion.logIn();
            Node error = older.await("stream:error");
            assertThat(error.requireChild("conflict").text("type")).hasValue("replaced");
            assertThat(error.has("code")).isFalse();
            older.awaitEnd();
            companion.activate();
        }
    }

    @Test
    void removesTheDeviceThatAsksForIt() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            Node removal = Iq.set("bye", "md")
                    .child(Node.builder("remove-companion-device")
                            .attr("jid", companion.pn())
                            .attr("reason", "user_initiated"))
                    .build();
            assertThat(companion.client().ask(removal).text("type")).hasValue("result");
            Node error = companion.client().await("stream:error");
            assertThat(error.text("code")).hasValue("401");
            assertThat(error.requireChild("conflict").text("type")).hasValue("device_removed");
            companion.client().awaitEnd();
            companion.connect();
            assertThat(companion.client().await("failure").text("reason")).hasValue("401");
        }
    }

    @Test
    void doesNotLetACompanionRemoveAnother() {
        String phone = newPhone();
        try (TestCompanion one = TestCompanion.ready(sandbox, phone);
                TestCompanion other = TestCompanion.ready(sandbox, phone)) {
            Node removal = Iq.set("bye", "md")
                    .child(Node.builder("remove-companion-device").attr("jid", other.pn()))
                    .build();
            assertThat(one.client().ask(removal).requireChild("error").text("code"))
                    .hasValue("403");
        }
    }

    @Test
    void answersKeepalivesWithAndWithoutPing() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            Node bare = companion.client().ask(Iq.get("k1", "w:p").build());
            Node ping = companion
                    .client()
                    .ask(Iq.get("k2", "w:p").child(Node.of("ping")).build());
            assertThat(bare.text("type")).hasValue("result");
            assertThat(bare.requireJid("from")).isEqualTo(Jid.SERVER);
            assertThat(ping.text("type")).hasValue("result");
        }
    }

    @Test
    void leavesNoQueryUnanswered() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            Node unknown = companion.client().ask(Iq.get("q1", "no:such:thing").build());
            assertThat(unknown.requireChild("error").text("code")).hasValue("501");
            Node malformed = companion.client().ask(Iq.get("q2", "usync").build());
            assertThat(malformed.requireChild("error").text("code")).hasValue("400");
            for (String namespace :
                    new String[] {"tos", "w:stats", "bot", "urn:xmpp:whatsapp:dirty", "abt", "privacy"}) {
                Node request = Iq.get("q-" + namespace, namespace)
                        .child(Node.of(namespace.equals("privacy") ? "privacy" : "any"))
                        .build();
                assertThat(companion.client().ask(request).text("type")).hasValue("result");
            }
        }
    }

    @Test
    void cutsAConnectionThatSendsGarbage() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            companion.client().sendRaw(new byte[] {
                0, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
            });
            companion.client().awaitEnd();
        }
    }

    @Test
    void endsAStreamInOrderWhenTheOperatorSaysSo() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
            assertThat(sandbox.network().dropConnections(Optional.of(phone), Optional.empty(), DropKind.CLOSE))
                    .isEqualTo(1);
            companion.client().await("xmlstreamend");
            companion.client().awaitEnd();
            awaitOffline(companion);
        }
    }

    @Test
    void resetsAConnection() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
            assertThat(sandbox.network().dropConnections(Optional.of(phone), Optional.of(1), DropKind.RESET))
                    .isEqualTo(1);
            companion.client().awaitEnd();
        }
    }

    @Test
    void refusesALoginByFault() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.linked(sandbox, phone)) {
            set(FaultKind.LOGIN_FAILURE, phone, Map.of("code", "402", "expire", "77"));
            companion.connect();
            Node failure = companion.client().await("failure");
            assertThat(failure.text("reason")).hasValue("402");
            assertThat(failure.text("expire")).hasValue("77");
            companion.client().awaitEnd();
            companion.logIn();
        }
    }

    @Test
    void endsTheStreamByFault() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
            set(FaultKind.STREAM_ERROR, phone, Map.of("code", "503"));
            companion.client().send(Node.of("presence"));
            assertThat(companion.client().await("stream:error").text("code")).hasValue("503");
            companion.client().awaitEnd();
        }
    }

    @Test
    void dropsTheConnectionByFault() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
            set(FaultKind.STREAM_DROP, phone, Map.of());
            companion.client().send(Node.of("presence"));
            companion.client().awaitEnd();
        }
    }

    @Test
    void refusesAQueryByFault() {
        String phone = newPhone();
        try (TestCompanion companion = TestCompanion.ready(sandbox, phone)) {
            set(FaultKind.IQ_ERROR, phone, Map.of("code", "503", "xmlns", "abt"));
            Node refused = companion
                    .client()
                    .ask(Iq.get("f1", "abt").child(Node.of("props")).build());
            assertThat(refused.requireChild("error").text("code")).hasValue("503");
        }
    }

    private void set(FaultKind kind, String phone, Map<String, String> params) {
        sandbox.faults().set(new FaultDefinition(kind, new FaultTarget(phone, null, null), 1, null, params));
    }
}
