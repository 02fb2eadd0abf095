// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How digests of the audit are made: SHA-256 over fields in order, each one preceded by its presence and length, so
/// that no two lists of fields give the same bytes. docs/security.md has it in full, for those who verify elsewhere.
final class Digests {
    /// What comes before the first entry.
    static final Bytes NOTHING = Bytes.of(new byte[32]);

    private static final String ENTRY = "switchboard/audit/entry/1";
    private static final String MARK = "switchboard/audit/mark/1";

    private final MessageDigest sha = sha256();

    private Digests() {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /// The digest of an entry, which covers the digest of the one before.
    static Bytes entry(Bytes before, Link.Entry entry) {
        Digests fields = new Digests();
        fields.text(ENTRY);
        fields.bytes(before);
        fields.text(entry.tenant());
        fields.text(Long.toString(entry.seq()));
        fields.text(Long.toString(entry.at()));
        fields.text(entry.type());
        fields.text(entry.actor());
        fields.text(entry.action());
        fields.text(entry.session());
        fields.text(entry.subject());
        fields.text(entry.outcome());
        fields.text(entry.route());
        fields.bytes(entry.person().mark());
        fields.bytes(entry.origin().mark());
        return fields.done();
    }

    /// The commitment to a personal field.
    static Bytes mark(Bytes salt, String value) {
        Digests fields = new Digests();
        fields.text(MARK);
        fields.bytes(salt);
        fields.text(value);
        return fields.done();
    }

    /// What is signed of a gap or seal.
    static Bytes signed(String kind, @Nullable Object... parts) {
        Digests fields = new Digests();
        fields.text(kind);
        for (Object part : parts) {
            if (part instanceof Bytes bytes) {
                fields.bytes(bytes);
            } else {
                fields.text(Objects.toString(part, null));
            }
        }
        return fields.done();
    }

    private void text(@Nullable String value) {
        field(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(@Nullable Bytes value) {
        field(value == null ? null : value.toByteArray());
    }

    private void field(byte @Nullable [] value) {
        sha.update((byte) (value == null ? 0 : 1));
        if (value != null) {
            int size = value.length;
            sha.update(new byte[] {(byte) (size >>> 24), (byte) (size >>> 16), (byte) (size >>> 8), (byte) size});
            sha.update(value);
        }
    }

    private Bytes done() {
        return Bytes.of(sha.digest());
    }
}
