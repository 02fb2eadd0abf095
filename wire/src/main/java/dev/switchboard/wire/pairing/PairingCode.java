// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.AesCtr;
import dev.switchboard.wire.crypto.Pbkdf2;
import dev.switchboard.wire.crypto.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The eight characters by which a phone and a companion recognise each other when no camera is at hand.
public final class PairingCode {

    /// The characters of a code: no 0, I, O or U.
    public static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    /// Characters of a code.
    public static final int LENGTH = 8;

    private static final int RANDOM_SIZE = 5;
    private static final int ITERATIONS = 131_072;
    private static final int SALT_SIZE = 32;
    private static final int IV_SIZE = 16;
    private static final int WRAPPED_SIZE = SALT_SIZE + IV_SIZE + PublicKey.SIZE;

    private final String text;

    private PairingCode(String text) {
        this.text = text;
    }

    /// A new code.
    public static PairingCode generate(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_SIZE];
        random.nextBytes(bytes);
        return ofBytes(Bytes.copyOf(bytes));
    }

    /// The code of five bytes, five bits a character.
    static PairingCode ofBytes(Bytes bytes) {
        long bits = 0;
        for (int i = 0; i < RANDOM_SIZE; i++) {
            bits = bits << 8 | (bytes.at(i) & 0xff);
        }
        StringBuilder text = new StringBuilder(LENGTH);
        for (int shift = 5 * (LENGTH - 1); shift >= 0; shift -= 5) {
            text.append(ALPHABET.charAt((int) (bits >> shift) & 31));
        }
        return new PairingCode(text.toString());
    }

    /// A code as someone typed it: in either letter case, with or without dash and spaces.
    ///
    /// @throws PairingFailed if it is none
    public static PairingCode parse(String typed) {
        String text = typed.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
        boolean known = text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        if (text.length() != LENGTH || !known) {
            throw new PairingFailed(PairingFailed.Reason.MALFORMED, "link code: not eight characters of its alphabet");
        }
        return new PairingCode(text);
    }

    /// The eight characters.
    public String text() {
        return text;
    }

    /// The form to show: `XXXX-XXXX`.
    public String display() {
        return text.substring(0, LENGTH / 2) + '-' + text.substring(LENGTH / 2);
    }

    /// An ephemeral public key under this code: 80 bytes. It takes some tens of milliseconds, on purpose.
    public Bytes wrap(PublicKey ephemeral, RandomGenerator random) {
        byte[] salt = new byte[SALT_SIZE];
        byte[] iv = new byte[IV_SIZE];
        random.nextBytes(salt);
        random.nextBytes(iv);
        byte[] sealed = AesCtr.apply(key(salt), iv, ephemeral.toByteArray());
        return Bytes.concat(Bytes.copyOf(salt), Bytes.copyOf(iv), Bytes.copyOf(sealed));
    }

    /// The ephemeral key of [#wrap(PublicKey, RandomGenerator)]. Another code gives another key, which nothing shows
    /// before the key bundle does not open.
    ///
    /// @throws PairingFailed if there are not 80 bytes
    public PublicKey unwrap(Bytes wrapped) {
        if (wrapped.size() != WRAPPED_SIZE) {
            throw new PairingFailed(
                    PairingFailed.Reason.MALFORMED, "wrapped key bytes: " + wrapped.size() + " (expected: 80)");
        }
        byte[] salt = wrapped.slice(0, SALT_SIZE).toByteArray();
        byte[] iv = wrapped.slice(SALT_SIZE, SALT_SIZE + IV_SIZE).toByteArray();
        byte[] sealed = wrapped.slice(SALT_SIZE + IV_SIZE, WRAPPED_SIZE).toByteArray();
        return new PublicKey(Bytes.copyOf(AesCtr.apply(key(salt), iv, sealed)));
    }

    private byte[] key(byte[] salt) {
        return Pbkdf2.sha256(text.getBytes(StandardCharsets.US_ASCII), salt, ITERATIONS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PairingCode that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "PairingCode[redacted]";
    }
}
