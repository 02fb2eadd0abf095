// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.fault.SecretsUnreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The key above all keys: it wraps the tenants' keys and nothing else. It comes from the setting `ENCRYPTION_KEY` or
/// from a file that only its owner can read, generated at the first start.
public final class MasterKey {
    private static final int SIZE = 32;
    private static final int KDF_ROUNDS = 600_000;
    private static final byte[] KDF_SALT = "switchboard/master-key/1".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> PLACEHOLDERS =
            Set.of("your-32-char-hex-key-here", "your-secure-32-char-key-here", "your-32-character-encryption-key");

    private final SecretKey key;

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    SecretKey key() {
        return key;
    }

    /// Reads the setting: 64 hex or 44 Base64 characters are the key itself, 32 or more others go through a KDF.
    ///
    /// @param placeholdersAllowed whether the seeds' example values may be used, as in the demo
    public static MasterKey ofSetting(String text, boolean placeholdersAllowed) {
        if (!placeholdersAllowed && PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT))) {
            throw new ConfigurationRefused("ENCRYPTION_KEY: a documented example (expected: a key of your own)");
        }
        if (text.matches("[0-9a-fA-F]{64}")) {
            return new MasterKey(HexFormat.of().parseHex(text));
        }
        if (text.matches("[A-Za-z0-9+/]{43}=")) {
            return new MasterKey(Base64.getDecoder().decode(text));
        }
        if (text.length() < SIZE && !(placeholdersAllowed && PLACEHOLDERS.contains(text))) {
            throw new ConfigurationRefused("ENCRYPTION_KEY: " + text.length()
                    + " characters (expected: 64 hex, 44 Base64, or 32 or more other characters)");
        }
        return new MasterKey(stretched(text));
    }

    /// Reads the key file, or makes it if there is none yet and nothing has been encrypted yet.
    ///
    /// @param encrypted what the key encrypts: once it is there a missing key is lost, and no other one will do
    public static MasterKey ofFile(Path file, Path encrypted, RandomGenerator random) {
        return ofFile(file, () -> Files.exists(encrypted), encrypted.toString(), random);
    }

    /// Reads the key file, or makes it if there is none yet and nothing has been encrypted yet.
    ///
    /// @param used whether there is something that the key encrypts
    /// @param encrypted what that is, in words
    public static MasterKey ofFile(Path file, BooleanSupplier used, String encrypted, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                if (used.getAsBoolean()) {
                    throw lost(file, encrypted);
                }
                byte[] fresh = new byte[SIZE];
                random.nextBytes(fresh);
                OwnerOnlyFile.write(file, HexFormat.of().formatHex(fresh) + "\n");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!text.matches("[0-9a-f]{64}")) {
                throw new SecretsUnreadable(
                        "the master key file " + file + " is damaged (expected: 64 hex characters)", null);
            }
            return new MasterKey(HexFormat.of().parseHex(text));
        } catch (IOException e) {
            throw new SecretsUnreadable("the master key file " + file + " cannot be read or written", e);
        }
    }

    /// A key for as long as this object lives.
    public static MasterKey passing(RandomGenerator random) {
        byte[] fresh = new byte[SIZE];
        random.nextBytes(fresh);
        return new MasterKey(fresh);
    }

    private static SecretsUnreadable lost(Path file, String encrypted) {
        return new SecretsUnreadable(
                "the master key file " + file + " is missing, but " + encrypted
                        + " was encrypted with it (expected: both or neither); nothing was changed. Put the file back, or set"
                        + " ENCRYPTION_KEY as it was. Without it the linked accounts and the encrypted data cannot be"
                        + " read: then move the database away to begin anew, and link every account again",
                null);
    }

    private static byte[] stretched(String text) {
        PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), KDF_SALT, KDF_ROUNDS, SIZE * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is not available", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "MasterKey(redacted)";
    }
}
