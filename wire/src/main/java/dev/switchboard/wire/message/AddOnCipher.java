// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.AesGcm;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Hides votes, reactions and other add-ons from everyone who does not hold the secret of the message they are for.
public final class AddOnCipher {

    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;

    private AddOnCipher() {}

    /// What is hidden.
    public enum Use {
        /// A vote in a poll.
        POLL_VOTE("Poll Vote", true),
        /// A reaction.
        REACTION("Enc Reaction", false),
        /// A comment.
        COMMENT("Enc Comment", false),
        /// An answer to an event.
        EVENT_RESPONSE("Event Response", true),
        /// New content for an event.
        EVENT_EDIT("Event Edit", false),
        /// New content for a message.
        MESSAGE_EDIT("Message Edit", false),
        /// New content for a poll.
        POLL_EDIT("Poll Edit", false),
        /// A new option for a poll.
        POLL_ADD_OPTION("Poll Add Option", false);

        private final String label;
        private final boolean bound;

        Use(String label, boolean bound) {
            this.label = label;
            this.bound = bound;
        }
    }

    /// The message an add-on is for.
    ///
    /// @param id its id
    /// @param author its author; the device does not matter
    /// @param secret its secret
    public record Target(String id, Jid author, Bytes secret) {

        /// The same message under another address of its author.
        public Target by(Jid otherAuthor) {
            return new Target(id, otherAuthor, secret);
        }
    }

    /// A hidden add-on.
    ///
    /// @param payload ciphertext and tag
    /// @param iv the nonce
    public record Sealed(Bytes payload, Bytes iv) {}

    /// Hides an add-on.
    ///
    /// @param modifier who adds it; the device does not matter
    public static Sealed seal(Use use, Target target, Jid modifier, byte[] plaintext, RandomGenerator random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] payload = AesGcm.seal(key(use, target, modifier), iv, associated(use, target, modifier), plaintext);
        return new Sealed(Bytes.copyOf(payload), Bytes.copyOf(iv));
    }

    /// Opens an add-on; empty if it is not for this target by this modifier.
    public static Optional<byte[]> open(Use use, Target target, Jid modifier, Sealed sealed) {
        if (sealed.iv().size() != IV_BYTES) {
            return Optional.empty();
        }
        return AesGcm.open(
                key(use, target, modifier),
                sealed.iv().toByteArray(),
                associated(use, target, modifier),
                sealed.payload().toByteArray());
    }

    /// Opens an add-on where it is not known by which of their addresses the two users were named. Pairs of one family
    /// are tried first.
    ///
    /// @param authors the author's addresses
    /// @param modifiers the modifier's addresses
    public static Optional<byte[]> openAny(
            Use use, Target target, Collection<Jid> authors, Collection<Jid> modifiers, Sealed sealed) {
        for (boolean sameFamily : List.of(true, false)) {
            for (Jid author : authors) {
                for (Jid modifier : modifiers) {
                    if (sameFamily != (author.isLid() == modifier.isLid())) {
                        continue;
                    }
                    Optional<byte[]> plaintext = open(use, target.by(author), modifier, sealed);
                    if (plaintext.isPresent()) {
                        return plaintext;
                    }
                }
            }
        }
        return Optional.empty();
    }

    static byte[] key(Use use, Target target, Jid modifier) {
        return derive(target.secret(), target.id(), target.author(), modifier, use.label);
    }

    static byte[] derive(Bytes secret, String id, Jid first, Jid second, String label) {
        String info = id + first.bare() + second.bare() + label;
        return Hkdf.derive(secret.toByteArray(), info.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
    }

    private static byte[] associated(Use use, Target target, Jid modifier) {
        String text = use.bound ? target.id() + '\0' + modifier.bare() : "";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The token that lets a client without privacy token write to somebody.
    ///
    /// @param nctSalt the own account's salt
    /// @param recipient the recipient's hidden id
    public static Bytes csToken(Bytes nctSalt, Jid recipient) {
        byte[] text = recipient.bare().toString().getBytes(StandardCharsets.UTF_8);
        return Bytes.copyOf(Hmac.sha256(nctSalt.toByteArray(), text));
    }
}
