// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.vault.PieceSeal;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.Curve;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.Sha;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A stream of any length, sealed: `SWBACKUP`, the form's number (2 bytes), the header's length (4) and the header as
/// JSON, then pieces ([PieceSeal]) under a key of this stream alone, with each of which the header's digest is
/// authenticated.
final class SealedStream {
    private static final byte[] MAGIC = "SWBACKUP".getBytes(StandardCharsets.US_ASCII);
    private static final short FORM = 1;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int SEALED_PIECE = PieceSeal.PIECE + PieceSeal.TAG;
    private static final int SALT = 16;
    private static final int KEY = 32;
    private static final int MEMORY_KIB = 1 << 16;
    private static final int MOST_MEMORY_KIB = 1 << 20;
    private static final int PASSES = 3;
    private static final int MOST_PASSES = 32;
    private static final byte[] INFO = "switchboard/backup/1".getBytes(StandardCharsets.US_ASCII);
    private static final JsonMapper JSON = JsonMapper.shared();

    private SealedStream() {}

    /// What was opened.
    record Opened(JsonNode header, InputStream content) {}

    /// Seals what is written; complete when closed.
    ///
    /// @param header what everybody may read; how it is sealed is added
    static OutputStream sealing(OutputStream out, BackupKey.Sealing how, ObjectNode header, RandomGenerator random)
            throws IOException {
        byte[] key = key(how, header.putObject("seal"), random);
        byte[] text = JSON.writeValueAsBytes(header);
        DataOutputStream start = new DataOutputStream(out);
        start.write(MAGIC);
        start.writeShort(FORM);
        start.writeInt(text.length);
        start.write(text);
        return new PieceSeal(key, Sha.sha256(text)).sealing(out);
    }

    private static byte[] key(BackupKey.Sealing how, ObjectNode seal, RandomGenerator random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return switch (how) {
            case BackupKey.Passphrase(String text) -> {
                seal.put("by", "passphrase")
                        .put("kdf", "argon2id")
                        .put("salt", Bytes.of(salt).base64())
                        .put("memoryKiB", MEMORY_KIB)
                        .put("passes", PASSES);
                yield stretched(text, salt, MEMORY_KIB, PASSES);
            }
            case BackupKey.Recipient recipient -> {
                KeyPair once = KeyPair.generate(random);
                seal.put("by", "recipient")
                        .put("recipient", recipient.text())
                        .put("ephemeral", once.publicKey().raw().base64());
                yield agreed(Curve.agree(once.privateKey(), recipient.key()), once.publicKey(), recipient.key());
            }
        };
    }

    private static byte[] stretched(String passphrase, byte[] salt, int memory, int passes) {
        Argon2BytesGenerator argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(salt)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(1)
                .build());
        byte[] stretched = new byte[KEY];
        argon.generateBytes(passphrase.toCharArray(), stretched);
        return Hkdf.derive(stretched, salt, INFO, KEY);
    }

    private static byte[] agreed(byte[] shared, PublicKey once, PublicKey recipient) {
        return Hkdf.derive(
                shared,
                ByteBuffer.allocate(2 * PublicKey.SIZE)
                        .put(once.toByteArray())
                        .put(recipient.toByteArray())
                        .array(),
                INFO,
                KEY);
    }

    /// Reads the header; the content is authenticated while it is read.
    static Opened opening(InputStream in, BackupKey.Opening how) throws IOException {
        byte[] text = headerText(in);
        JsonNode header = header(text);
        return new Opened(
                header, new OpeningStream(in, new PieceSeal(key(how, header.path("seal")), Sha.sha256(text))));
    }

    private static byte[] headerText(InputStream in) throws IOException {
        DataInputStream start = new DataInputStream(in);
        try {
            if (!java.util.Arrays.equals(start.readNBytes(MAGIC.length), MAGIC)) {
                throw new BackupRefused("this is not a backup", null);
            }
            int form = start.readUnsignedShort();
            int length = start.readInt();
            if (form != FORM || length < 2 || length > LONGEST_HEADER) {
                throw new BackupRefused("the backup has the form " + form + " (expected: " + FORM + ")", null);
            }
            byte[] text = new byte[length];
            start.readFully(text);
            return text;
        } catch (EOFException e) {
            throw damaged(e);
        }
    }

    private static JsonNode header(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw damaged(e);
        }
    }

    private static byte[] key(BackupKey.Opening how, JsonNode seal) {
        String by = seal.path("by").asString("");
        try {
            if (how instanceof BackupKey.Passphrase(String text) && by.equals("passphrase")) {
                int memory = seal.path("memoryKiB").asInt();
                int passes = seal.path("passes").asInt();
                if (memory < 8 || memory > MOST_MEMORY_KIB || passes < 1 || passes > MOST_PASSES) {
                    throw damaged(null);
                }
                return stretched(
                        text, Bytes.fromBase64(seal.path("salt").asString("")).toByteArray(), memory, passes);
            }
            if (how instanceof BackupKey.Identity identity && by.equals("recipient")) {
                PublicKey once =
                        PublicKey.of(Bytes.fromBase64(seal.path("ephemeral").asString("")));
                return agreed(
                        Curve.agree(identity.key(), once),
                        once,
                        identity.recipient().key());
            }
            throw new BackupRefused(
                    "the backup is sealed for a " + by + " (expected: what belongs to that: its passphrase, or the"
                            + " identity of its recipient)",
                    null);
        } catch (IllegalArgumentException | WireException e) {
            throw damaged(e);
        }
    }

    private static BackupRefused damaged(@org.jspecify.annotations.Nullable Exception cause) {
        return new BackupRefused("the backup is damaged or cut off, or this is not its passphrase or key", cause);
    }

    private static final class OpeningStream extends InputStream {
        private final InputStream in;
        private final PieceSeal pieces;
        private long number;
        private byte[] sealed = new byte[0];
        private byte[] plain = new byte[0];
        private int taken;
        private boolean last;

        OpeningStream(InputStream in, PieceSeal pieces) throws IOException {
            this.in = in;
            this.pieces = pieces;
            this.sealed = in.readNBytes(SEALED_PIECE);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (taken == plain.length) {
                if (last) {
                    return -1;
                }
                nextPiece();
            }
            int part = Math.min(length, plain.length - taken);
            System.arraycopy(plain, taken, bytes, offset, part);
            taken += part;
            return part;
        }

        /// A piece is the last one if nothing follows it, and has to have been sealed as that.
        private void nextPiece() throws IOException {
            byte[] following = in.readNBytes(SEALED_PIECE);
            last = following.length == 0;
            try {
                plain = pieces.open(number++, last, sealed);
            } catch (GeneralSecurityException e) {
                throw damaged(e);
            }
            taken = 0;
            sealed = following;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
