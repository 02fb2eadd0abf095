// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.storage.WriteTx;
import java.time.InstantSource;

/// Notes who did what, in the transaction that did it. Entries hold ids, never contents or numbers.
public final class AuditLog {
    private final InstantSource time;

    public AuditLog(InstantSource time) {
        this.time = time;
    }

    public void note(WriteTx tx, AuditEntry entry) {
        tx.update(
                "INSERT INTO audit (tenant_id, at, type, actor, action, session_id, subject) VALUES (?, ?, ?, ?, ?, ?, ?)",
                entry.tenant().value(),
                time.instant(),
                entry.type().text(),
                entry.actor(),
                entry.action(),
                entry.session(),
                entry.subject());
    }
}
