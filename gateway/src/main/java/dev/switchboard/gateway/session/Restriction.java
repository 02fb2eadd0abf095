// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the network holds an account back from.
///
/// @param lane `cold`: chats with people the account has not written with; others go on
/// @param since when it was told
/// @param until when it ends, where the network tells
/// @param advice what to do
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Restriction")
public record Restriction(
        String lane, Instant since, @Nullable Instant until, String advice) {
    /// What to do about it.
    public static final String ADVICE =
            "Messages that begin new chats wait until then; chats there are go on. Write less to strangers.";

    /// Keeps it, or with `restricted` false lets it go.
    public static void keep(WriteTx tx, SessionLease lease, boolean restricted, Optional<Instant> until, Instant now) {
        tx.update(
                "DELETE FROM session_restriction WHERE session_ref = ?",
                lease.key().ref());
        if (restricted) {
            tx.update(
                    "INSERT INTO session_restriction (session_ref, tenant_id, fence, lane, since, until)"
                            + " VALUES (?, ?, ?, 'cold', ?, ?)",
                    lease.key().ref(),
                    lease.key().tenant().value(),
                    lease.fence(),
                    now,
                    until.orElse(null));
        }
    }

    /// The one that holds at a time.
    public static Optional<Restriction> of(ReadTx tx, long session, Instant now) {
        return tx.one(
                        "SELECT lane, since, until FROM session_restriction WHERE session_ref = ?",
                        row -> new Restriction(row.text(1), row.time(2), row.timeOrNull(3), ADVICE),
                        session)
                .filter(held -> held.until() == null || held.until().isAfter(now));
    }
}
