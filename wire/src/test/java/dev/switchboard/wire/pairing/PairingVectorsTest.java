// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentity;
import dev.switchboard.wire.proto.DeviceProps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What npm Baileys computes when it links, both sides.
final class PairingVectorsTest {

    private static final JsonNode AUTH = Vectors.auth();
    private static final JsonNode PAIR = AUTH.get("pairSuccess");
    private static final JsonNode LINK = AUTH.get("linkCode");

    private final SeededRandom random = new SeededRandom(1);
    private final KeyPair primary = pair(PAIR, "primaryIdentityPrivate");
    private final KeyPair companion = pair(PAIR, "companionIdentityPrivate");
    private final Bytes advSecret = bytes(PAIR, "advSecret");

    static Stream<JsonNode> pairSuccess() {
        return Vectors.each(PAIR.get("cases"));
    }

    @Test
    void writesAndReadsTheQrText() {
        JsonNode vector = AUTH.get("qr");
        PairingQr qr = new PairingQr(
                vector.get("ref").textValue(),
                PublicKey.of(bytes(vector, "noisePublic")),
                new CompanionKeys(PublicKey.of(bytes(vector, "identityPublic")), bytes(vector, "advSecret")),
                Optional.of(CompanionPlatform.CHROME));
        String text = vector.get("qr").textValue();
        assertThat(qr.text()).isEqualTo(text);
        assertThat(PairingQr.parse(text)).isEqualTo(qr);
        assertThat(PairingQr.parse(text.substring(PairingQr.PREFIX.length()))).isEqualTo(qr);
        PairingQr old = PairingQr.parse(text.substring(0, text.length() - 2));
        assertThat(old.platform()).isEmpty();
        assertThat(old.companion()).isEqualTo(qr.companion());
        assertThat(PairingQr.parse(text.replace("2@ref-1", "2@a,b,c")).ref()).isEqualTo("2@a,b,c");
    }

    @Test
    void namesPlatformsAsBaileys() {
        for (JsonNode vector : AUTH.get("companionPlatformIds")) {
            JsonNode browser = vector.get("browser");
            CompanionPlatform platform = CompanionPlatform.ofBrowser(
                    browser.get(0).textValue(), browser.get(1).textValue());
            assertThat(platform.id()).isEqualTo(vector.get("id").textValue());
            assertThat(CompanionPlatform.of(platform.id())).contains(platform);
        }
    }

    @ParameterizedTest
    @MethodSource("pairSuccess")
    void acceptsWhatThePhoneIssuedAndAnswersAsBaileys(JsonNode vector) throws InvalidProtocolBufferException {
        AdvIdentity.Accepted accepted =
                AdvIdentity.accept(bytes(vector, "hmacContainer"), advSecret, companion, random);
        boolean hosted = vector.get("hosted").booleanValue();
        assertThat(accepted.grant())
                .isEqualTo(new DeviceGrant(0x11223344, Instant.ofEpochSecond(1_780_000_000L), 1, hosted));
        assertThat(accepted.accountKey()).isEqualTo(primary.publicKey());
        ADVSignedDeviceIdentity reply =
                ADVSignedDeviceIdentity.parseFrom(accepted.reply().toByteArray());
        ADVSignedDeviceIdentity expected =
                ADVSignedDeviceIdentity.parseFrom(Vectors.hex(vector, "replyDeviceIdentity"));
        assertThat(reply.toBuilder().clearDeviceSignature().build())
                .isEqualTo(expected.toBuilder().clearDeviceSignature().build());
        AdvIdentity.verifyReply(accepted.reply(), primary.publicKey(), companion.publicKey());
        AdvIdentity.verifyReply(bytes(vector, "replyDeviceIdentity"), primary.publicKey(), companion.publicKey());
        assertThat(AdvIdentity.verify(accepted.deviceIdentity(), companion.publicKey(), false)
                        .accountKey())
                .isEqualTo(primary.publicKey());
    }

    @ParameterizedTest
    @MethodSource("pairSuccess")
    void issuesWhatBaileysIssuedButForTheSignature(JsonNode vector) throws InvalidProtocolBufferException {
        DeviceGrant grant = AdvIdentity.accept(bytes(vector, "hmacContainer"), advSecret, companion, random)
                .grant();
        Bytes issued = AdvIdentity.issue(primary, grant, new CompanionKeys(companion.publicKey(), advSecret), random);
        assertThat(issued.size()).isEqualTo(bytes(vector, "hmacContainer").size());
        ADVSignedDeviceIdentity ours = inner(issued);
        ADVSignedDeviceIdentity theirs = ADVSignedDeviceIdentity.parseFrom(Vectors.hex(vector, "signedDeviceIdentity"));
        assertThat(ours.getDetails()).isEqualTo(theirs.getDetails());
        assertThat(ours.getAccountSignatureKey()).isEqualTo(theirs.getAccountSignatureKey());
        assertThat(AdvIdentity.accept(issued, advSecret, companion, random).grant())
                .isEqualTo(grant);
    }

    private static ADVSignedDeviceIdentity inner(Bytes container) throws InvalidProtocolBufferException {
        return ADVSignedDeviceIdentity.parseFrom(
                dev.switchboard.wire.proto.ADVSignedDeviceIdentityHMAC.parseFrom(container.toByteArray())
                        .getDetails());
    }

    @Test
    void readsAndWritesTheKeyIndexList() {
        JsonNode vector = AUTH.get("keyIndexList");
        KeyIndexes list = KeyIndexes.verify(bytes(vector, "signed"), primary.publicKey());
        assertThat(list)
                .isEqualTo(new KeyIndexes(0x11223344, Instant.ofEpochSecond(1_780_000_000L), 1, List.of(0, 1), false));
        Bytes signed = list.sign(primary.privateKey(), random);
        assertThat(signed.hex()).startsWith("0a12" + vector.get("details").textValue());
        assertThat(KeyIndexes.verify(signed, primary.publicKey())).isEqualTo(list);
        assertThat(KeyIndexes.readUnverified(signed)).isEqualTo(list);
        assertThat(list.allows(1)).isTrue();
        assertThat(list.allows(2)).isTrue();
        assertThatThrownBy(() -> KeyIndexes.verify(signed, companion.publicKey()))
                .isInstanceOf(PairingFailed.class);
    }

    @Test
    void makesCodesOfRandomBytes() {
        for (JsonNode vector : LINK.get("codeFromBytes")) {
            PairingCode code = PairingCode.generate(FixedRandom.of(Vectors.hex(vector.get(0))));
            assertThat(code.text()).isEqualTo(vector.get(1).textValue());
            String shown = code.display();
            assertThat(shown).hasSize(9).contains("-");
            assertThat(PairingCode.parse(shown.toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo(code);
        }
    }

    @Test
    void wrapsAndUnwrapsEphemeralKeysUnderTheCode() {
        PairingCode code = PairingCode.parse(LINK.get("code").textValue());
        KeyPair companionEphemeral = pair(LINK.get("companionEphemeral"), "private");
        KeyPair primaryEphemeral = pair(LINK.get("primaryEphemeral"), "private");
        assertThat(code.wrap(companionEphemeral.publicKey(), fixed("companionSalt", "companionIv")))
                .isEqualTo(bytes(LINK, "wrappedCompanionEphemeral"));
        assertThat(code.wrap(primaryEphemeral.publicKey(), fixed("primarySalt", "primaryIv")))
                .isEqualTo(bytes(LINK, "wrappedPrimaryEphemeral"));
        assertThat(code.unwrap(bytes(LINK, "wrappedPrimaryEphemeral"))).isEqualTo(primaryEphemeral.publicKey());
    }

    @Test
    void givesBothSidesTheSameSecret() {
        LinkCodeExchange.Own ours =
                new LinkCodeExchange.Own(pair(LINK.get("companionEphemeral"), "private"), companion);
        LinkCodeExchange.Own theirs = new LinkCodeExchange.Own(pair(LINK.get("primaryEphemeral"), "private"), primary);
        LinkCodeExchange.Other companionPublic =
                new LinkCodeExchange.Other(ours.ephemeral().publicKey(), companion.publicKey());
        LinkCodeExchange.Finish finish = LinkCodeExchange.finish(
                ours,
                new LinkCodeExchange.Other(theirs.ephemeral().publicKey(), primary.publicKey()),
                fixed("advRandom", "bundleSalt", "bundleIv"));
        assertThat(finish.wrappedKeyBundle()).isEqualTo(bytes(LINK, "wrappedKeyBundle"));
        assertThat(finish.advSecret()).isEqualTo(bytes(LINK, "advSecret"));
        assertThat(LinkCodeExchange.open(theirs, companionPublic, bytes(LINK, "wrappedKeyBundle")))
                .isEqualTo(bytes(LINK, "advSecret"));
        LinkCodeExchange.Own wrong = new LinkCodeExchange.Own(KeyPair.generate(random), primary);
        assertThatThrownBy(() -> LinkCodeExchange.open(wrong, companionPublic, finish.wrappedKeyBundle()))
                .isInstanceOfSatisfying(
                        PairingFailed.class,
                        failure -> assertThat(failure.reason()).isEqualTo(PairingFailed.Reason.WRONG_CODE));
    }

    @Test
    void derivesWhatPasskeyLinkingNeeds() {
        JsonNode vector = AUTH.get("passkey");
        KeyPair ephemeral = pair(vector.get("companionEphemeral"), "private");
        KeyPair phone = pair(vector.get("primaryEphemeral"), "private");
        PasskeyExchange.Companion who = new PasskeyExchange.Companion(
                ephemeral.publicKey(),
                DeviceProps.PlatformType.CHROME,
                vector.get("ref").textValue());
        Bytes nonce = bytes(vector, "companionNonce");
        Bytes prologue = PasskeyExchange.prologue(who, nonce);
        assertThat(prologue).isEqualTo(bytes(vector, "prologuePayload"));
        Bytes handoffKey = PasskeyExchange.handoffKey(advSecret);
        assertThat(handoffKey).isEqualTo(bytes(vector, "handoffKey"));
        assertThat(PasskeyExchange.handoffProof(handoffKey, prologue)).isEqualTo(bytes(vector, "pairingHandoffProof"));
        assertThat(PasskeyExchange.verificationCode(nonce, phone.publicKey(), bytes(vector, "primaryNonce"))
                        .text())
                .isEqualTo(vector.get("verificationCode").textValue());
        Bytes key = PasskeyExchange.requestKey(ephemeral.privateKey(), phone.publicKey(), who);
        assertThat(key).isEqualTo(bytes(vector, "encryptionKey"));
        assertThat(PasskeyExchange.requestKey(phone.privateKey(), ephemeral.publicKey(), who))
                .isEqualTo(key);
        PublicKey noise = PublicKey.of(bytes(AUTH.get("qr"), "noisePublic"));
        CompanionKeys keys = new CompanionKeys(companion.publicKey(), advSecret);
        Bytes request = PasskeyExchange.sealRequest(key, noise, keys, FixedRandom.of(Vectors.hex(vector, "iv")));
        assertThat(request).isEqualTo(bytes(vector, "encryptedPairingRequest"));
        assertThat(PasskeyExchange.openRequest(key, request)).isEqualTo(new PasskeyExchange.OpenedRequest(noise, keys));
    }

    private static FixedRandom fixed(String... names) {
        byte[][] parts = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            parts[i] = Vectors.hex(LINK, names[i]);
        }
        return FixedRandom.of(parts);
    }

    private static KeyPair pair(JsonNode vector, String name) {
        return KeyPair.of(PrivateKey.of(Vectors.hex(vector, name)));
    }

    private static Bytes bytes(JsonNode vector, String name) {
        return Bytes.copyOf(Vectors.hex(vector, name));
    }
}
