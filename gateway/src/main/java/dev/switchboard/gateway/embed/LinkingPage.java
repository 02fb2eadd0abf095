// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A page on which one session can be linked.
///
/// @param opener the digest of the cookie of the browser that opened it
/// @param moments when it was made and so on
public record LinkingPage(
        long ref,
        TenantId tenant,
        String id,
        String session,
        Optional<String> language,
        Optional<String> returnUrl,
        Optional<Bytes> opener,
        Moments moments) {

    /// When what happened to a page.
    public record Moments(
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> openedAt,
            Optional<Instant> linkedAt,
            Optional<Instant> revokedAt) {}

    /// Whether it can be used at this time.
    public boolean good(Instant now) {
        return moments.revokedAt().isEmpty() && moments.expiresAt().isAfter(now);
    }

    /// Who acts when the page is used: somebody who may link this session and nothing else.
    Caller actor() {
        return new Caller(tenant, "linking-page:" + id, Role.ADMIN, Set.of(session));
    }

    @Override
    public String toString() {
        return "LinkingPage[" + id + "]";
    }
}
