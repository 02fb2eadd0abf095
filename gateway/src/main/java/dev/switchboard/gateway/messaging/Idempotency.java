// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.media.MediaView;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.ContentJson;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which requests were answered already, by the key their callers gave them. Kept for a day.
final class Idempotency {
    private static final Duration KEPT = Duration.ofDays(1);

    private Idempotency() {}

    /// An earlier request.
    record Kept(Bytes request, String messageId) {
        boolean matches(byte[] digest) {
            return request.equals(Bytes.of(digest));
        }
    }

    static Optional<Kept> find(ReadTx tx, TenantId tenant, String key) {
        return tx.one(
                "SELECT request_digest, message_id FROM idempotency WHERE tenant_id = ? AND key_digest = ?",
                row -> new Kept(Bytes.of(row.bytes(1)), row.text(2)),
                tenant.value(),
                sha256(key));
    }

    static void keep(WriteTx tx, Session session, String key, Instant now, SendCommand command, String messageId) {
        tx.update("DELETE FROM idempotency WHERE created_at < ?", now.minus(KEPT));
        tx.update(
                "INSERT INTO idempotency (tenant_id, key_digest, request_digest, session_ref, message_id, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                session.key().tenant().value(),
                sha256(key),
                digest(tx, session, command),
                session.key().ref(),
                messageId,
                now);
    }

    /// What a request asked for, to tell a repeat from another request under the same key.
    static byte[] digest(ReadTx tx, Session session, SendCommand command) {
        return sha256(
                session.key().id(),
                command.to().toString(),
                said(tx, session, command.content()),
                command.options().replyTo().orElse(""),
                rest(command),
                command.id().orElse(""));
    }

    /// What a message says; a file counts by its bytes, as a repeat may bring it in once more.
    static String said(ReadTx tx, Session session, Content content) {
        if (content instanceof Content.Attachment(var kind, String mediaId, var caption, boolean viewOnce)) {
            String bytes = MediaLibrary.shown(tx, session.key().ref(), mediaId)
                    .map(MediaView::sha256)
                    .orElse(mediaId);
            return String.join(" ", kind.text(), bytes, caption.orElse(""), Boolean.toString(viewOnce));
        }
        return ContentJson.write(content);
    }

    private static String rest(SendCommand.Options options) {
        return String.join(
                " ",
                options.mentions().toString(),
                Boolean.toString(options.mentionAll()),
                Integer.toString(options.forwards()),
                options.lifetime().toString(),
                options.audience().toString());
    }

    private static String rest(SendCommand command) {
        String plan = command.plan().digested();
        return plan.isEmpty() ? rest(command.options()) : rest(command.options()) + " " + plan;
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
