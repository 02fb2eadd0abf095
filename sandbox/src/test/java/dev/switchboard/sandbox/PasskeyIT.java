// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.PasskeyExchange;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.proto.PrimaryEphemeralIdentity;
import dev.switchboard.wire.stanza.Iq;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Linking by passkey, with a client that has an authenticator, as far as anybody checks.
class PasskeyIT extends FaultFixture {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes NEW_SECRET = random();

    private final KeyPair ephemeral = KeyPair.generate(RANDOM);
    private final Bytes nonce = random();

    private static Bytes random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }

    private static Node md(TestCompanion client, String type, Node child) {
        return client.client()
                .ask((type.equals("get") ? Iq.get(client.newId(), "md") : Iq.set(client.newId(), "md"))
                        .child(child)
                        .build());
    }

    private static Node awaitNotice(TestCompanion client, String type) {
        return client.client().await(type, node -> node.hasText("type", type));
    }

    private PasskeyExchange.Companion begin(TestCompanion client, Optional<Bytes> shownSecret) {
        Node options = awaitNotice(client, "passkey_prologue_request").requireChild("passkey_request_options");
        assertThat(options.contentBytes().asUtf8()).contains("challenge", "rpId", "allowCredentials");
        String ref = md(client, "get", Node.of("ref"))
                .requireChild("ref")
                .contentBytes()
                .asUtf8();
        PasskeyExchange.Companion companion =
                new PasskeyExchange.Companion(ephemeral.publicKey(), DeviceProps.PlatformType.CHROME, ref);
        Bytes prologue = PasskeyExchange.prologue(companion, nonce);
        var step = Node.builder("passkey_prologue")
                .child(Node.builder("credential_id").utf8("credential"))
                .child(Node.builder("webauthn_assertion").utf8("{}"))
                .child(Node.of("prologue_payload", prologue));
        shownSecret.ifPresent(secret -> step.child(Node.of(
                "pairing_handoff_proof", PasskeyExchange.handoffProof(PasskeyExchange.handoffKey(secret), prologue))));
        assertThat(md(client, "set", step.build()).text("type")).hasValue("result");
        return companion;
    }

    private PrimaryEphemeralIdentity proceed(TestCompanion client) {
        Node identity = awaitNotice(client, "crsc_continuation").requireChild("primary_ephemeral_identity");
        assertThat(code(md(client, "set", Node.of("companion_nonce", random()))))
                .isEqualTo(400);
        assertThat(md(client, "set", Node.of("companion_nonce", nonce)).text("type"))
                .hasValue("result");
        try {
            return PrimaryEphemeralIdentity.parseFrom(identity.contentBytes().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void confirm(TestCompanion client, PasskeyExchange.Companion companion, PublicKey primary) {
        Bytes key = PasskeyExchange.requestKey(ephemeral.privateKey(), primary, companion);
        client.advSecret(NEW_SECRET);
        Bytes request = PasskeyExchange.sealRequest(
                key,
                client.noise().publicKey(),
                new CompanionKeys(client.identity().publicKey(), NEW_SECRET),
                RANDOM);
        assertThat(md(client, "set", Node.of("encrypted_pairing_request", request))
                        .text("type"))
                .hasValue("result");
        client.acceptPairing();
        assertThat(client.client().await("stream:error").text("code")).hasValue("515");
    }

    private CompletableFuture<AdminClient.Answer> post(String path, String phone) {
        return CompletableFuture.supplyAsync(
                () -> admin().post(path, "{'account':'" + phone + "'}"), Thread::startVirtualThread);
    }

    @Test
    void linksAClientThatWasScannedAndProvesIt() {
        String phone = newPhone();
        try (TestCompanion client = new TestCompanion(sandbox)) {
            Bytes shown = random();
            client.advSecret(shown);
            String ref = client.register().getFirst();
            once("passkey-linking", "'account':'" + phone + "'");
            assertThat(admin().call("POST", "/admin/mock-phone/scan-qr?account=" + phone, client.qr(ref))
                            .status())
                    .isEqualTo(202);
            PasskeyExchange.Companion companion = begin(client, Optional.of(shown));
            var started = post("/admin/mock-phone/passkey", phone);
            PrimaryEphemeralIdentity primary = proceed(client);
            PublicKey key = PublicKey.of(primary.getPublicKey().toByteArray());
            var step = started.join().json();
            assertThat(step.get("handedOff").asBoolean()).isTrue();
            assertThat(step.get("code").asText())
                    .isEqualTo(PasskeyExchange.verificationCode(
                                    nonce, key, Bytes.copyOf(primary.getNonce().toByteArray()))
                            .display());
            var confirmed = post("/admin/mock-phone/passkey/confirm", phone);
            confirm(client, companion, key);
            assertThat(confirmed.join().json().get("account").asText()).isEqualTo(phone);
            client.client().close();
            client.becomeReady();
        }
    }

    @Test
    void linksAClientThatNobodyHasScanned() {
        String phone = newPhone();
        set("'fault':'passkey-linking','count':1" + params("'when':'registration'"));
        try (TestCompanion client = new TestCompanion(sandbox)) {
            client.register();
            PasskeyExchange.Companion companion = begin(client, Optional.empty());
            var started = post("/admin/mock-phone/passkey", phone);
            PrimaryEphemeralIdentity primary = proceed(client);
            assertThat(started.join().json().get("handedOff").asBoolean()).isFalse();
            var confirmed = post("/admin/mock-phone/passkey/confirm", phone);
            confirm(client, companion, PublicKey.of(primary.getPublicKey().toByteArray()));
            assertThat(confirmed.join().status()).isEqualTo(200);
        }
    }

    @Test
    void knowsWhenNobodyWaits() {
        String phone = newPhone();
        assertThat(admin().post("/admin/mock-phone/passkey", "{'account':'" + phone + "'}")
                        .status())
                .isEqualTo(404);
        assertThat(admin().post("/admin/mock-phone/passkey/confirm", "{'account':'" + phone + "'}")
                        .status())
                .isEqualTo(409);
    }
}
