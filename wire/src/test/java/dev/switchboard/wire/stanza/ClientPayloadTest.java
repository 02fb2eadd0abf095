// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPayloadTest {

    private static final JsonNode VECTOR = Vectors.at(Vectors.auth(), "clientPayload");
    private static final JsonNode INPUTS = VECTOR.get("inputs");
    private static final ClientVersion VERSION =
            ClientVersion.parse(INPUTS.get("version").textValue());
    private static final ClientPayloads.RegistrationKeys KEYS = new ClientPayloads.RegistrationKeys(
            INPUTS.get("registrationId").intValue(),
            PublicKey.of(Vectors.hex(INPUTS, "identityPublic")),
            new PublicSignedPreKey(
                    INPUTS.get("signedPreKeyId").intValue(),
                    PublicKey.of(Vectors.hex(INPUTS, "signedPreKeyPublic")),
                    Bytes.copyOf(Vectors.hex(INPUTS, "signedPreKeySignature"))));

    @Test
    void hashesTheVersionAsBaileysDoes() {
        assertThat(VERSION.buildHash().toByteArray()).isEqualTo(Vectors.hex(VECTOR, "buildHash"));
    }

    @Test
    void registersAsBaileysDoesButForTheManufacturer() throws InvalidProtocolBufferException {
        DeviceProps props = ClientPayloads.deviceProps("Mac OS", DeviceProps.PlatformType.CHROME, true);
        DeviceProps expected = DeviceProps.parseFrom(Vectors.hex(VECTOR, "deviceProps"));
        assertThat(props.getHistorySyncConfig().getInlineInitialPayloadInE2EeMsg())
                .isTrue();
        assertThat(props).isEqualTo(expected);
        ClientPayload payload = ClientPayloads.registration(ClientPayloads.Profile.of(VERSION), KEYS, props);
        ClientPayload.Builder same = payload.toBuilder();
        same.getUserAgentBuilder().clearManufacturer();
        assertThat(same.build()).isEqualTo(ClientPayload.parseFrom(Vectors.hex(VECTOR, "registration")));
        assertThat(same.build().toByteArray()).isEqualTo(Vectors.hex(VECTOR, "registration"));
    }

    @Test
    void logsInAsBaileysDoesButForManufacturerCounterAndMigration() {
        ClientPayload payload = ClientPayloads.login(
                ClientPayloads.Profile.of(VERSION),
                Jid.parse(VECTOR.get("loginJid").textValue()));
        assertThat(payload.getLidDbMigrated()).isTrue();
        ClientPayload.Builder same = payload.toBuilder().setLidDbMigrated(false).clearLc();
        same.getUserAgentBuilder().clearManufacturer();
        assertThat(same.build().toByteArray()).isEqualTo(Vectors.hex(VECTOR, "login"));
    }

    @Test
    void readsTheRegistrationOfBaileys() {
        ClientIntent intent = ClientIntent.parse(Vectors.hex(VECTOR, "registration"));
        assertThat(intent).isInstanceOfSatisfying(ClientIntent.Registration.class, registration -> {
            assertThat(registration.keys()).isEqualTo(KEYS);
            assertThat(registration.keys().signedPreKey().isSignedBy(KEYS.identity()))
                    .isTrue();
            assertThat(registration.props().getOs()).isEqualTo("Mac OS");
            assertThat(registration.version()).contains(VERSION);
            assertThat(registration.pushName()).isEmpty();
        });
    }

    @Test
    void readsTheLoginOfBaileys() {
        ClientIntent intent = ClientIntent.parse(Vectors.hex(VECTOR, "login"));
        assertThat(intent).isInstanceOfSatisfying(ClientIntent.Login.class, login -> {
            assertThat(login.user()).isEqualTo("15551234567");
            assertThat(login.device()).isEqualTo(12);
            assertThat(login.passive()).isTrue();
        });
    }

    @Test
    void refusesAPayloadWithNeitherKeysNorUser() {
        assertThatThrownBy(() -> ClientIntent.parse(new byte[0])).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> ClientIntent.parse(new byte[] {1})).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> ClientPayloads.login(ClientPayloads.Profile.of(VERSION), Jid.pn("abc")))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void survivesTorture() {
        DecoderTorture.of(WireException.class, ClientIntent::parse)
                .rounds(1_000)
                .run(Vectors.hex(VECTOR, "registration"), Vectors.hex(VECTOR, "login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2.3000", "2.3000.x", "2.3000.1.0", "2.-1.0", "2.3000.99999999999"})
    void refusesOddVersions(String text) {
        assertThatThrownBy(() -> ClientVersion.parse(text)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void ordersVersionsByNumber() {
        assertThat(ClientVersion.parse("2.3000.9")).isLessThan(ClientVersion.parse("2.3000.10"));
        assertThat(ClientVersion.parse("3.0.0")).isGreaterThan(ClientVersion.parse("2.3000.10"));
        assertThat(ClientVersion.parse("2.2.0")).isLessThan(ClientVersion.parse("2.3.0"));
        assertThat(VERSION).hasToString(INPUTS.get("version").textValue());
    }

    @Test
    void hashesKeysAsTheServerDoes() {
        JsonNode vector = Vectors.at(Vectors.auth(), "keyBundleDigest");
        List<PublicPreKey> preKeys = Vectors.each(vector.get("preKeys"))
                .map(key -> new PublicPreKey(1, PublicKey.of(Vectors.hex(key))))
                .toList();
        KeyDigest digest = KeyDigest.over(
                1,
                PublicKey.of(Vectors.hex(vector, "identity")),
                new PublicSignedPreKey(
                        1,
                        PublicKey.of(Vectors.hex(vector, "signedPreKey")),
                        Bytes.copyOf(Vectors.hex(vector, "signature"))),
                preKeys);
        assertThat(digest.hash().toByteArray()).isEqualTo(Vectors.hex(vector, "sha1"));
    }

    @Test
    void writesKeyNumbersBigEndian() {
        JsonNode vector = Vectors.at(Vectors.messaging(), "encodings");
        assertThat(KeyNodes.registration(11_111).contentBytes().hex())
                .isEqualTo(vector.get("registrationId_11111").textValue());
        assertThat(KeyNodes.preKeyId(77).contentBytes().hex())
                .isEqualTo(vector.get("preKeyId_77").textValue());
        assertThat(KeyNodes.preKeyId(0xABCDEF).contentBytes().hex())
                .isEqualTo(vector.get("preKeyId_0xabcdef").textValue());
    }
}
