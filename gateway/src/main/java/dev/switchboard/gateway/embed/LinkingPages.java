// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes linking pages and lets them be used. The secret in a page's address is 256 random bits, kept only as a
/// digest. Looking at the page uses nothing up; the first browser that asks for a code gets a cookie, and from then on
/// the page is that browser's.
public final class LinkingPages {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int LONGEST_SECRET = 128;

    private final Database database;
    private final AuditLog audit;
    private final InstantSource time;
    private final RandomGenerator random;

    public LinkingPages(Database database, AuditLog audit, InstantSource time, RandomGenerator random) {
        this.database = database;
        this.audit = audit;
        this.time = time;
        this.random = random;
    }

    /// What a page is to be like.
    record Wish(Duration life, Optional<String> language, Optional<String> returnUrl) {}

    /// A page that was just made, with the only copy of its secret.
    record Made(LinkingPage page, String secret) {
        @Override
        public String toString() {
            return "Made[" + page.id() + "]";
        }
    }

    Made create(Caller caller, Session session, Wish wish) {
        byte[] name = new byte[8];
        random.nextBytes(name);
        String secret = secret();
        Instant now = Instant.ofEpochMilli(time.millis());
        LinkingPage page = new LinkingPage(
                0,
                caller.tenant(),
                "lp_" + HexFormat.of().formatHex(name),
                session.key().id(),
                wish.language(),
                wish.returnUrl(),
                Optional.empty(),
                new LinkingPage.Moments(
                        now, now.plus(wish.life()), Optional.empty(), Optional.empty(), Optional.empty()));
        database.write(tx -> {
            LinkingPageStore.forget(tx, now.minus(KEPT));
            LinkingPageStore.insert(tx, page, digest(secret), caller.actor());
            note(tx, caller, page, "linking_page.created");
            return true;
        });
        return new Made(page, secret);
    }

    Page<LinkingPage> page(Caller caller, Session session, long before, int limit) {
        return Page.of(
                database.read(tx ->
                        LinkingPageStore.page(tx, caller.tenant(), session.key().id(), before, limit + 1)),
                limit,
                page -> Cursor.of(Long.toString(page.ref())));
    }

    Optional<LinkingPage> find(Caller caller, Session session, String id) {
        return database.read(
                tx -> LinkingPageStore.find(tx, caller.tenant(), session.key().id(), id));
    }

    void revoke(Caller caller, LinkingPage page) {
        database.write(tx -> {
            LinkingPageStore.revoke(tx, page, time.instant());
            note(tx, caller, page, "linking_page.revoked");
            return true;
        });
    }

    /// The page with this secret in its address, good or not.
    Optional<LinkingPage> of(String secret) {
        return secret.length() > LONGEST_SECRET
                ? Optional.empty()
                : database.read(tx -> LinkingPageStore.find(tx, digest(secret)));
    }

    /// Whether a browser with this cookie may use the page as it is now.
    boolean admits(LinkingPage page, Optional<String> cookie) {
        return page.good(time.instant())
                && page.opener().isPresent()
                && cookie.filter(value -> value.length() <= LONGEST_SECRET)
                        .map(value -> Bytes.of(digest(value)))
                        .filter(page.opener().get()::constantTimeEquals)
                        .isPresent();
    }

    /// Makes the page a browser's own.
    ///
    /// @return the cookie for it; empty if the page is another browser's or not good
    Optional<String> open(LinkingPage page) {
        Instant now = time.instant();
        if (!page.good(now) || page.opener().isPresent()) {
            return Optional.empty();
        }
        String cookie = secret();
        boolean own = database.write(tx -> {
            boolean opened = LinkingPageStore.open(tx, page, digest(cookie), now);
            if (opened) {
                note(tx, page.actor(), page, "linking_page.opened");
            }
            return opened;
        });
        return own ? Optional.of(cookie) : Optional.empty();
    }

    /// Notes that an account was linked by the page.
    void linked(LinkingPage page) {
        database.write(tx -> {
            if (LinkingPageStore.linked(tx, page, time.instant())) {
                note(tx, page.actor(), page, "linking_page.linked");
            }
            return true;
        });
    }

    private void note(WriteTx tx, Caller caller, LinkingPage page, String action) {
        audit.note(
                tx,
                new AuditEntry(caller.tenant(), AuditType.ACCESS, caller.actor(), action, page.session(), page.id()));
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(String secret) {
        return Sha.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }
}
