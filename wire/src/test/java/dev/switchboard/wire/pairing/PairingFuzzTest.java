// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.KeyPair;
import java.nio.charset.StandardCharsets;

/// Coverage-guided fuzzing, with `JAZZER_FUZZ=1` in the environment; otherwise only known inputs are run.
final class PairingFuzzTest {

    private static final SeededRandom RANDOM = new SeededRandom(1);
    private static final KeyPair DEVICE = KeyPair.generate(RANDOM);

    @FuzzTest
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

    @FuzzTest
    void readsOrRefusesDeviceIdentities(byte[] input) {
        try {
            AdvIdentity.verify(Bytes.copyOf(input), DEVICE.publicKey(), false);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void acceptsOrRefusesPairings(byte[] input) {
        try {
            AdvIdentity.accept(Bytes.copyOf(input), DEVICE.publicKey().raw(), DEVICE, RANDOM);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void readsOrRefusesKeyIndexLists(byte[] input) {
        try {
            KeyIndexes.readUnverified(Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void readsOrRefusesPairingRequests(byte[] input) {
        try {
            PasskeyExchange.openRequest(DEVICE.publicKey().raw(), Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }
}
