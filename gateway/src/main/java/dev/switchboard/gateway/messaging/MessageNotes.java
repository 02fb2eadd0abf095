// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// Tells the audit what the network did to messages.
final class MessageNotes {
    private final AuditLog audit;

    MessageNotes(AuditLog audit) {
        this.audit = audit;
    }

    void note(WriteTx tx, SessionLease lease, String action, String id, Jid person, Optional<String> failure) {
        AuditEntry entry = new AuditEntry(
                lease.key().tenant(),
                AuditType.MESSAGE,
                "network",
                action,
                lease.key().id(),
                id);
        audit.note(tx, entry.about(person.toString()).ended(failure.orElse(AuditEntry.OK)));
    }
}
