// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// What a backup is sealed and opened with. None of it shows up in texts.
public sealed interface BackupKey {
    /// How long a passphrase has to be.
    int SHORTEST_PASSPHRASE = 12;

    /// Something to seal with.
    sealed interface Sealing extends BackupKey permits Passphrase, Recipient {}

    /// Something to open with.
    sealed interface Opening extends BackupKey permits Passphrase, Identity {}

    /// Known to whoever made the backup and whoever puts it back.
    record Passphrase(String text) implements Sealing, Opening {
        @Override
        public String toString() {
            return "Passphrase(redacted)";
        }
    }

    /// The public key of the one who can open it.
    record Recipient(PublicKey key) implements Sealing {
        static final String PREFIX = "swb-pub-";

        /// As it is written down.
        public String text() {
            return PREFIX + key.raw().base64Url();
        }
    }

    /// The private key that opens what was sealed for its public key.
    record Identity(PrivateKey key) implements Opening {
        static final String PREFIX = "swb-key-";

        /// As it is written down.
        public String text() {
            return PREFIX + key.bytes().base64Url();
        }

        public Recipient recipient() {
            return new Recipient(KeyPair.of(key).publicKey());
        }

        @Override
        public String toString() {
            return "Identity(redacted)";
        }
    }

    /// A new pair: the identity, which knows its recipient.
    static Identity generate(RandomGenerator random) {
        return new Identity(PrivateKey.generate(random));
    }

    /// A passphrase that is long enough to seal with.
    static Passphrase passphrase(String text) {
        if (text.length() < SHORTEST_PASSPHRASE) {
            throw new BackupRefused(
                    "the passphrase has " + text.length() + " characters (expected: at least " + SHORTEST_PASSPHRASE
                            + ")",
                    null);
        }
        return new Passphrase(text);
    }

    static Recipient recipient(String text) {
        return new Recipient(PublicKey.of(decoded(text, Recipient.PREFIX, "recipient")));
    }

    static Identity identity(String text) {
        return new Identity(PrivateKey.of(decoded(text, Identity.PREFIX, "identity")));
    }

    private static Bytes decoded(String text, String prefix, String what) {
        try {
            if (text.startsWith(prefix)) {
                byte[] bytes = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
                if (bytes.length == PublicKey.SIZE) {
                    return Bytes.of(bytes);
                }
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new BackupRefused("the " + what + " is not one (expected: " + prefix + " and 43 characters)", null);
    }
}
