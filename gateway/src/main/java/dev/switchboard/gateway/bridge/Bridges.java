// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.media.MediaFetcher;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps bridges and takes in what comes from the other side. Safe for any thread.
public final class Bridges {
    private final Around around;
    private volatile Runnable changed = () -> {};

    Bridges(Around around) {
        this.around = around;
    }

    /// What bridges work with.
    record Around(
            Database database,
            EventLog events,
            Sessions sessions,
            Messages messages,
            Senders senders,
            MediaLibrary library,
            MediaFetcher fetcher,
            Assignments assignments,
            GuardedHttp http,
            Vault vault,
            AuditLog audit,
            InstantSource time,
            RandomGenerator random,
            JsonMapper json) {
        Instant now() {
            return Instant.ofEpochMilli(time.millis());
        }
    }

    /// Names who hears that there is something to do.
    void tell(Runnable listener) {
        changed = listener;
    }

    /// What a caller wants a bridge to be.
    ///
    /// @param token of an agent or bot there; empty = as it is
    record Wish(
            String url,
            long account,
            long inbox,
            Optional<String> token,
            boolean mirror,
            boolean handOver,
            boolean enabled) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// A bridge and the secret in the address that Chatwoot calls, which is shown this once.
    record Made(Bridge bridge, String secret) {
        @Override
        public String toString() {
            return "Made[" + bridge + "]";
        }
    }

    Made create(Caller caller, Session session, Wish wish) {
        byte[] id = new byte[8];
        around.random().nextBytes(id);
        String secret = secret();
        Instant now = around.now();
        Bridge bridge = new Bridge(
                0,
                caller.tenant(),
                "brg_" + HexFormat.of().formatHex(id),
                session.key().ref(),
                session.key().id(),
                wish.url(),
                wish.account(),
                wish.inbox(),
                wish.mirror(),
                wish.handOver(),
                wish.enabled(),
                around.events().newest(),
                0,
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        byte[] token = sealed(bridge, wish.token().orElse(""));
        Bridge kept = around.database().write(tx -> {
            long ref = BridgeStore.insert(tx, bridge, token, digest(secret));
            note(tx, caller, "bridge.created", bridge);
            return BridgeStore.find(tx, ref).orElseThrow();
        });
        changed.run();
        return new Made(kept, secret);
    }

    private String secret() {
        byte[] secret = new byte[24];
        around.random().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static String digest(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not there (expected: in every Java)", e);
        }
    }

    private byte[] sealed(Bridge bridge, String token) {
        return around.vault().seal(cell(bridge), token.getBytes(StandardCharsets.UTF_8));
    }

    private static Cell cell(Bridge bridge) {
        return new Cell(bridge.tenant().value(), 0, "bridges", "bridge", bridge.id(), "token_sealed");
    }

    /// Their API, as the bridge may use it.
    Chatwoot client(Bridge bridge) {
        byte[] sealed = around.database().read(tx -> BridgeStore.token(tx, bridge.ref()));
        String token = new String(around.vault().open(cell(bridge), sealed), StandardCharsets.UTF_8);
        return new Chatwoot(around.http(), bridge.url(), bridge.account(), token);
    }

    Optional<Bridge> find(Caller caller, String id) {
        return around.database()
                .read(tx -> BridgeStore.find(tx, caller.tenant(), id))
                .filter(bridge -> caller.sees(bridge.session()));
    }

    Page<Bridge> page(Caller caller, long after, int limit) {
        return around.database()
                .read(tx -> Page.of(
                        BridgeStore.page(tx, caller.tenant(), after, limit + 1),
                        limit,
                        last -> Cursor.of(Long.toString(last.ref()))));
    }

    /// Changes a bridge; enabled again, it goes on with what happens from then.
    Bridge replace(Caller caller, Bridge bridge, Wish wish) {
        Bridge next = new Bridge(
                bridge.ref(),
                bridge.tenant(),
                bridge.id(),
                bridge.sessionRef(),
                bridge.session(),
                wish.url(),
                wish.account(),
                wish.inbox(),
                wish.mirror(),
                wish.handOver(),
                wish.enabled(),
                bridge.enabled() ? bridge.position() : around.events().newest(),
                0,
                Optional.empty(),
                Optional.empty(),
                bridge.createdAt(),
                around.now());
        Optional<byte[]> token = wish.token().map(text -> sealed(bridge, text));
        around.database().write(tx -> {
            BridgeStore.update(tx, next, token);
            note(tx, caller, "bridge.changed", bridge);
            return true;
        });
        changed.run();
        return next;
    }

    /// A new secret for the address that Chatwoot calls; the old one ends.
    String rotate(Caller caller, Bridge bridge) {
        String secret = secret();
        around.database().write(tx -> {
            BridgeStore.secret(tx, bridge, digest(secret));
            note(tx, caller, "bridge.rotated", bridge);
            return true;
        });
        return secret;
    }

    void delete(Caller caller, Bridge bridge) {
        around.database().write(tx -> {
            BridgeStore.delete(tx, bridge);
            note(tx, caller, "bridge.deleted", bridge);
            return true;
        });
    }

    /// Takes in what comes from the other side; false if no bridge has this secret.
    boolean arrived(String secret, JsonNode body) {
        Optional<Bridge> bridge = around.database()
                .read(tx -> BridgeStore.bySecret(tx, digest(secret)))
                .filter(Bridge::enabled);
        if (bridge.isEmpty()) {
            return false;
        }
        Arrivals.key(body).ifPresent(key -> {
            String text = around.json().writeValueAsString(body);
            around.database().write(tx -> BridgeStore.keepNews(tx, bridge.get().ref(), key, text, around.now()));
            changed.run();
        });
        return true;
    }

    private void note(WriteTx tx, Caller caller, String action, Bridge bridge) {
        around.audit()
                .note(
                        tx,
                        new AuditEntry(
                                caller.tenant(),
                                AuditType.SYSTEM,
                                caller.actor(),
                                action,
                                bridge.session(),
                                bridge.id()));
    }
}
