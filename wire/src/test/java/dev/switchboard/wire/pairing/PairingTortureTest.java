// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.PairingFailed.Reason;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that linking reads, cut short at each byte, changed and made up; and the refusals that matter.
final class PairingTortureTest {

    private final SeededRandom random = new SeededRandom(1);
    private final KeyPair account = KeyPair.generate(random);
    private final KeyPair device = KeyPair.generate(random);
    private final Bytes secret = Bytes.copyOf(random.bytes(32));
    private final DeviceGrant grant = new DeviceGrant(-5, Instant.ofEpochSecond(1_800_000_000L), 3, false);
    private final DeviceGrant hosted = new DeviceGrant(7, Instant.ofEpochSecond(1_800_000_001L), 4, true);

    private Bytes issue(DeviceGrant what) {
        return AdvIdentity.issue(account, what, new CompanionKeys(device.publicKey(), secret), random);
    }

    @Test
    void qrTextsFailOnlyAsSuch() {
        String text = new PairingQr(
                        "2@ref",
                        account.publicKey(),
                        new CompanionKeys(device.publicKey(), secret),
                        Optional.of(CompanionPlatform.FIREFOX))
                .text();
        DecoderTorture.of(PairingFailed.class, bytes -> PairingQr.parse(new String(bytes, StandardCharsets.ISO_8859_1)))
                .maxAllocation(1 << 20)
                .run(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,,,", "a,b,c,d,1", "https://wa.me/settings/linked_devices#", ",1", "1"})
    void refusesTextsThatAreNoQrCode(String text) {
        assertThatThrownBy(() -> PairingQr.parse(text)).isInstanceOf(PairingFailed.class);
    }

    @Test
    void deviceIdentitiesFailOnlyAsSuch() {
        DecoderTorture.of(PairingFailed.class, bytes -> AdvIdentity.accept(Bytes.copyOf(bytes), secret, device, random))
                .rounds(300)
                .maxAllocation(1 << 20)
                .run(issue(grant).toByteArray(), issue(hosted).toByteArray());
        AdvIdentity.Accepted accepted = AdvIdentity.accept(issue(grant), secret, device, random);
        DecoderTorture.of(
                        PairingFailed.class,
                        bytes -> AdvIdentity.verify(Bytes.copyOf(bytes), device.publicKey(), false))
                .rounds(300)
                .maxAllocation(1 << 20)
                .run(accepted.deviceIdentity().toByteArray());
        DecoderTorture.of(
                        PairingFailed.class,
                        bytes -> AdvIdentity.verifyReply(Bytes.copyOf(bytes), account.publicKey(), device.publicKey()))
                .rounds(300)
                .maxAllocation(1 << 20)
                .run(accepted.reply().toByteArray());
    }

    @Test
    void keyIndexListsFailOnlyAsSuch() {
        KeyIndexes list = new KeyIndexes(1, grant.issuedAt(), 9, List.of(0, 3, 9), false);
        KeyIndexes hostedList = new KeyIndexes(1, grant.issuedAt(), 9, List.of(), true);
        DecoderTorture.of(PairingFailed.class, bytes -> KeyIndexes.verify(Bytes.copyOf(bytes), account.publicKey()))
                .rounds(300)
                .maxAllocation(1 << 20)
                .run(
                        list.sign(account.privateKey(), random).toByteArray(),
                        hostedList.sign(account.privateKey(), random).toByteArray());
        DecoderTorture.of(PairingFailed.class, bytes -> KeyIndexes.readUnverified(Bytes.copyOf(bytes)))
                .maxAllocation(1 << 20)
                .run(list.sign(account.privateKey(), random).toByteArray());
    }

    @Test
    void keyBundlesFailOnlyAsSuch() {
        LinkCodeExchange.Own companion = new LinkCodeExchange.Own(KeyPair.generate(random), device);
        LinkCodeExchange.Own phone = new LinkCodeExchange.Own(KeyPair.generate(random), account);
        LinkCodeExchange.Other companionKeys =
                new LinkCodeExchange.Other(companion.ephemeral().publicKey(), device.publicKey());
        Bytes bundle = LinkCodeExchange.finish(
                        companion,
                        new LinkCodeExchange.Other(phone.ephemeral().publicKey(), account.publicKey()),
                        random)
                .wrappedKeyBundle();
        DecoderTorture.of(
                        PairingFailed.class, bytes -> LinkCodeExchange.open(phone, companionKeys, Bytes.copyOf(bytes)))
                .rounds(300)
                .maxAllocation(1 << 20)
                .run(bundle.toByteArray());
    }

    @Test
    void refusesAnIdentityUnderAnotherSecretOrForAnotherDevice() {
        Bytes container = issue(grant);
        assertReason(
                Reason.BAD_MAC, () -> AdvIdentity.accept(container, Bytes.copyOf(random.bytes(32)), device, random));
        assertReason(
                Reason.BAD_SIGNATURE, () -> AdvIdentity.accept(container, secret, KeyPair.generate(random), random));
        AdvIdentity.Accepted accepted = AdvIdentity.accept(container, secret, device, random);
        assertReason(
                Reason.BAD_SIGNATURE, () -> AdvIdentity.verify(accepted.deviceIdentity(), account.publicKey(), false));
        assertReason(
                Reason.BAD_SIGNATURE, () -> AdvIdentity.verify(accepted.deviceIdentity(), device.publicKey(), true));
        assertReason(
                Reason.BAD_SIGNATURE,
                () -> AdvIdentity.verifyReply(accepted.reply(), device.publicKey(), device.publicKey()));
        assertThat(AdvIdentity.verifyReply(accepted.reply(), account.publicKey(), device.publicKey()))
                .isEqualTo(grant);
    }

    @Test
    void carriesHostedAccountsThroughTheWholeExchange() {
        AdvIdentity.Accepted accepted = AdvIdentity.accept(issue(hosted), secret, device, random);
        assertThat(accepted.grant()).isEqualTo(hosted);
        assertThat(AdvIdentity.verifyReply(accepted.reply(), account.publicKey(), device.publicKey()))
                .isEqualTo(hosted);
    }

    @Test
    void refusesCodesOutsideTheirAlphabet() {
        for (String typed : List.of("", "ABCD123", "ABCD12345", "ABCD-123O", "ABCD-123I", "ABCD-1230", "ABCDU234")) {
            assertReason(Reason.MALFORMED, () -> PairingCode.parse(typed));
        }
        assertThat(PairingCode.parse(" abcd-1234").display()).isEqualTo("ABCD-1234");
        assertThat(PairingCode.parse("ABCD1234")).hasToString("PairingCode[redacted]");
        assertReason(Reason.MALFORMED, () -> PairingCode.parse("ABCD1234").unwrap(Bytes.copyOf(new byte[79])));
    }

    @Test
    void refusesAPhoneKeyOfSmallOrder() {
        LinkCodeExchange.Own companion = new LinkCodeExchange.Own(KeyPair.generate(random), device);
        LinkCodeExchange.Other phone = new LinkCodeExchange.Other(PublicKey.of(new byte[32]), account.publicKey());
        assertReason(Reason.WRONG_CODE, () -> LinkCodeExchange.finish(companion, phone, random));
    }

    private static void assertReason(Reason expected, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PairingFailed.class,
                        failure -> assertThat(failure.reason()).isEqualTo(expected));
    }
}
