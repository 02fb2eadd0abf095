// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session as the API shows it.
///
/// @param id its name in the tenant
/// @param name a name for people
/// @param state where its link stands
/// @param cause why, a stable code
/// @param advice what to do about it
/// @param until when something will happen by itself
/// @param linked whether an account is linked
/// @param qrAvailable whether a QR code can be had at this moment
/// @param account the linked account
/// @param end how the link came to an end, if it did
/// @param restriction what the network holds the account back from
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Session", description = "One linked WhatsApp account, or one that is yet to be linked")
public record SessionView(
        @Schema(example = "shop") String id,
        String name,

        @Schema(
                example = "connected",
                allowableValues = {
                    "created",
                    "connecting",
                    "awaiting_scan",
                    "awaiting_code",
                    "awaiting_passkey",
                    "pairing",
                    "connected",
                    "reconnecting",
                    "disconnected",
                    "logged_out",
                    "restricted",
                    "failed"
                })
        String state,

        String cause,
        String advice,
        @Nullable Instant until,
        boolean linked,
        boolean qrAvailable,
        @Nullable Account account,
        @Nullable LinkEnd end,
        @Nullable Restriction restriction,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant connectedAt) {

    static SessionView of(Session session, boolean qrAvailable, Optional<Restriction> restriction) {
        return new SessionView(
                session.key().id(),
                session.label(),
                session.state().text(),
                session.status().cause(),
                session.status().advice(),
                session.status().until().orElse(null),
                session.linked(),
                qrAvailable,
                session.account().orElse(null),
                LinkEnd.of(session.status()).orElse(null),
                restriction.orElse(null),
                session.createdAt(),
                session.updatedAt(),
                session.connectedAt().orElse(null));
    }
}
