// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of bridges.
final class BridgeStore {
    private static final String COLUMNS =
            "ref, tenant_id, id, session_ref, session_id, url, account, inbox, mirror, hand_over,"
                    + " enabled, position, failures, paused_until, cause, created_at, updated_at";

    private BridgeStore() {}

    /// A chat and the conversation that it is there.
    record There(long contact, String source, long conversation) {}

    /// One and the same message, here and there.
    ///
    /// @param theirs whether it was written there
    record Pair(String messageId, @Nullable String foreignId, boolean theirs, long conversation) {}

    /// Something that came from there.
    record News(long ref, String body, int attempts) {
        @Override
        public String toString() {
            return "News[" + ref + "]";
        }
    }

    static long insert(WriteTx tx, Bridge bridge, byte[] token, String digest) {
        return tx.number(
                "INSERT INTO bridge (tenant_id, id, session_ref, session_id, fence, url, account, inbox, token_sealed,"
                        + " secret_digest,"
                        + " mirror, hand_over, enabled, position, failures, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, (SELECT fence FROM session WHERE ref = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) RETURNING ref",
                bridge.tenant().value(),
                bridge.id(),
                bridge.sessionRef(),
                bridge.session(),
                bridge.sessionRef(),
                bridge.url(),
                bridge.account(),
                bridge.inbox(),
                token,
                digest,
                bridge.mirror(),
                bridge.handOver(),
                bridge.enabled(),
                bridge.position(),
                bridge.createdAt(),
                bridge.updatedAt());
    }

    static void update(WriteTx tx, Bridge bridge, Optional<byte[]> token) {
        tx.update(
                "UPDATE bridge SET url = ?, account = ?, inbox = ?, mirror = ?, hand_over = ?, enabled = ?, position = ?,"
                        + " failures = 0, paused_until = NULL, cause = NULL, updated_at = ? WHERE ref = ?",
                bridge.url(),
                bridge.account(),
                bridge.inbox(),
                bridge.mirror(),
                bridge.handOver(),
                bridge.enabled(),
                bridge.position(),
                bridge.updatedAt(),
                bridge.ref());
        token.ifPresent(bytes -> tx.update("UPDATE bridge SET token_sealed = ? WHERE ref = ?", bytes, bridge.ref()));
    }

    static void secret(WriteTx tx, Bridge bridge, String digest) {
        tx.update("UPDATE bridge SET secret_digest = ? WHERE ref = ?", digest, bridge.ref());
    }

    static void delete(WriteTx tx, Bridge bridge) {
        tx.update("DELETE FROM bridge WHERE ref = ?", bridge.ref());
    }

    static void looked(WriteTx tx, long ref, long position) {
        tx.update(
                "UPDATE bridge SET position = ?, failures = 0, paused_until = NULL, cause = NULL WHERE ref = ?",
                position,
                ref);
    }

    static void failed(WriteTx tx, long ref, int failures, Instant until, String cause) {
        tx.update(
                "UPDATE bridge SET failures = ?, paused_until = ?, cause = ? WHERE ref = ?",
                failures,
                until,
                cause,
                ref);
    }

    static Optional<Bridge> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM bridge WHERE tenant_id = ? AND id = ?",
                BridgeStore::bridge,
                tenant.value(),
                id);
    }

    static Optional<Bridge> find(ReadTx tx, long ref) {
        return tx.one("SELECT " + COLUMNS + " FROM bridge WHERE ref = ?", BridgeStore::bridge, ref);
    }

    static Optional<Bridge> bySecret(ReadTx tx, String digest) {
        return tx.one("SELECT " + COLUMNS + " FROM bridge WHERE secret_digest = ?", BridgeStore::bridge, digest);
    }

    static List<Bridge> page(ReadTx tx, TenantId tenant, long after, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM bridge WHERE tenant_id = ? AND ref > ? ORDER BY ref LIMIT ?",
                BridgeStore::bridge,
                tenant.value(),
                after,
                limit);
    }

    static List<Bridge> enabled(ReadTx tx) {
        return tx.list("SELECT " + COLUMNS + " FROM bridge WHERE enabled = 1 ORDER BY ref", BridgeStore::bridge);
    }

    static byte[] token(ReadTx tx, long ref) {
        return tx.one("SELECT token_sealed FROM bridge WHERE ref = ?", row -> row.bytes(1), ref)
                .orElseThrow();
    }

    private static Bridge bridge(Row row) {
        return new Bridge(
                row.number(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.number(4),
                row.text(5),
                row.text(6),
                row.number(7),
                row.number(8),
                row.flag(9),
                row.flag(10),
                row.flag(11),
                row.number(12),
                (int) row.number(13),
                Optional.ofNullable(row.timeOrNull(14)),
                Optional.ofNullable(row.textOrNull(15)),
                row.time(16),
                row.time(17));
    }

    static Optional<There> there(ReadTx tx, long bridge, String chat) {
        return tx.one(
                "SELECT contact, source, conversation FROM bridge_chat WHERE bridge_ref = ? AND chat = ?",
                row -> new There(row.number(1), row.text(2), row.number(3)),
                bridge,
                chat);
    }

    /// The chat that a conversation is.
    static Optional<String> chat(ReadTx tx, long bridge, long conversation) {
        return tx.one(
                "SELECT chat FROM bridge_chat WHERE bridge_ref = ? AND conversation = ?",
                row -> row.text(1),
                bridge,
                conversation);
    }

    static void keep(WriteTx tx, long bridge, String chat, There there) {
        tx.update(
                "INSERT INTO bridge_chat (bridge_ref, chat, contact, source, conversation) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (bridge_ref, chat) DO UPDATE SET contact = excluded.contact,"
                        + " source = excluded.source, conversation = excluded.conversation",
                bridge,
                chat,
                there.contact(),
                there.source(),
                there.conversation());
    }

    static void forget(WriteTx tx, long bridge, String chat) {
        tx.update("DELETE FROM bridge_chat WHERE bridge_ref = ? AND chat = ?", bridge, chat);
    }

    static Optional<Pair> pair(ReadTx tx, long bridge, String messageId) {
        return tx.one(
                "SELECT message_id, foreign_id, theirs, conversation FROM bridge_message"
                        + " WHERE bridge_ref = ? AND message_id = ?",
                BridgeStore::pair,
                bridge,
                messageId);
    }

    static Optional<Pair> pairThere(ReadTx tx, long bridge, String foreignId) {
        return tx.one(
                "SELECT message_id, foreign_id, theirs, conversation FROM bridge_message"
                        + " WHERE bridge_ref = ? AND foreign_id = ?",
                BridgeStore::pair,
                bridge,
                foreignId);
    }

    private static Pair pair(Row row) {
        return new Pair(row.text(1), row.textOrNull(2), row.flag(3), row.number(4));
    }

    static void keep(WriteTx tx, long bridge, Pair pair, Instant at) {
        tx.update(
                "INSERT INTO bridge_message (bridge_ref, message_id, foreign_id, theirs, conversation, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (bridge_ref, message_id) DO UPDATE SET"
                        + " foreign_id = excluded.foreign_id, conversation = excluded.conversation",
                bridge,
                pair.messageId(),
                pair.foreignId(),
                pair.theirs(),
                pair.conversation(),
                at);
    }

    /// Keeps something that came from there; false if it came before.
    static boolean keepNews(WriteTx tx, long bridge, String key, String body, Instant at) {
        return tx.update(
                        "INSERT INTO bridge_news (bridge_ref, news_key, body, attempts, at) VALUES (?, ?, ?, 0, ?)"
                                + " ON CONFLICT (bridge_ref, news_key) DO NOTHING",
                        bridge,
                        key,
                        body,
                        at)
                == 1;
    }

    static List<News> news(ReadTx tx, long bridge, int limit) {
        return tx.list(
                "SELECT ref, body, attempts FROM bridge_news WHERE bridge_ref = ? AND done_at IS NULL ORDER BY ref LIMIT ?",
                row -> new News(row.number(1), row.text(2), (int) row.number(3)),
                bridge,
                limit);
    }

    /// Done with; its key stays for a while, so that a repetition is known.
    static void done(WriteTx tx, long ref, Instant at) {
        tx.update("UPDATE bridge_news SET done_at = ?, body = '' WHERE ref = ?", at, ref);
    }

    static void tried(WriteTx tx, long ref) {
        tx.update("UPDATE bridge_news SET attempts = attempts + 1 WHERE ref = ?", ref);
    }

    static void prune(WriteTx tx, Instant before) {
        tx.update("DELETE FROM bridge_news WHERE done_at < ?", before);
        tx.update("DELETE FROM bridge_message WHERE at < ?", before);
    }

    /// Forgets a chat and its messages.
    static int forgetChat(WriteTx tx, long session, String chat) {
        tx.update(
                "DELETE FROM bridge_message WHERE EXISTS (SELECT 1 FROM bridge_chat c JOIN bridge b ON b.ref = c.bridge_ref"
                        + " WHERE b.session_ref = ? AND c.chat = ? AND c.bridge_ref = bridge_message.bridge_ref"
                        + " AND c.conversation = bridge_message.conversation)",
                session,
                chat);
        return tx.update(
                "DELETE FROM bridge_chat WHERE chat = ? AND bridge_ref IN (SELECT ref FROM bridge WHERE session_ref = ?)",
                chat,
                session);
    }
}
