// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.KeyPair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
final class PairingFuzzTest {

    private static final SeededRandom RANDOM = new SeededRandom(1);
    private static final KeyPair DEVICE = KeyPair.generate(RANDOM);
    private static final Bytes SECRET = Bytes.copyOf(new byte[32]);
    private static final CompanionKeys COMPANION = new CompanionKeys(DEVICE.publicKey(), SECRET);
    private static final DeviceGrant GRANT = new DeviceGrant(1, Instant.ofEpochSecond(1_800_000_000L), 1, false);

    static Stream<byte[]> qrTexts() {
        PairingQr qr = new PairingQr("2@ref", DEVICE.publicKey(), COMPANION, Optional.of(CompanionPlatform.CHROME));
        return Stream.of(qr.text().getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> containers() {
        return Stream.of(AdvIdentity.issue(DEVICE, GRANT, COMPANION, RANDOM).toByteArray());
    }

    static Stream<byte[]> deviceIdentities() {
        return containers()
                .map(container -> AdvIdentity.accept(Bytes.copyOf(container), SECRET, DEVICE, RANDOM)
                        .deviceIdentity()
                        .toByteArray());
    }

    static Stream<byte[]> keyIndexLists() {
        KeyIndexes list = new KeyIndexes(1, GRANT.issuedAt(), 2, List.of(0, 1, 2), false);
        return Stream.of(list.sign(DEVICE.privateKey(), RANDOM).toByteArray());
    }

    static Stream<byte[]> pairingRequests() {
        return Stream.of(PasskeyExchange.sealRequest(SECRET, DEVICE.publicKey(), COMPANION, RANDOM)
                .toByteArray());
    }

    @MethodSource("qrTexts")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesQrTexts(byte[] input) {
        try {
            PairingQr qr = PairingQr.parse(new String(input, StandardCharsets.UTF_8));
            if (!PairingQr.parse(qr.text()).equals(qr)) {
                throw new AssertionError("a QR code changes when it is written");
            }
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("deviceIdentities")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesDeviceIdentities(byte[] input) {
        try {
            AdvIdentity.verify(Bytes.copyOf(input), DEVICE.publicKey(), false);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("containers")
    @FuzzTest(maxDuration = "2m")
    void acceptsOrRefusesPairings(byte[] input) {
        try {
            AdvIdentity.accept(Bytes.copyOf(input), SECRET, DEVICE, RANDOM);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("keyIndexLists")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesKeyIndexLists(byte[] input) {
        try {
            KeyIndexes.readUnverified(Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("pairingRequests")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesPairingRequests(byte[] input) {
        try {
            PasskeyExchange.openRequest(SECRET, Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }
}
