// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/// What is to be noted.
///
/// @param tenant in whose realm it happened
/// @param type which kind of entry
/// @param actor a key's, user's or token's id, `demo`, `network`, or `system`
/// @param action a dotted name such as `message.accepted`
/// @param session the session concerned
/// @param subject the id of what was acted on
/// @param outcome how it ended: `ok`, or a code
/// @param person whom it is about, such as the other side of a chat; kept so that it can be erased
public record AuditEntry(
        TenantId tenant,
        AuditType type,
        String actor,
        String action,
        @Nullable String session,
        @Nullable String subject,
        String outcome,
        @Nullable String person) {
    /// How it ends as a rule.
    public static final String OK = "ok";

    /// An entry about something that succeeded.
    public AuditEntry(
            TenantId tenant,
            AuditType type,
            String actor,
            String action,
            @Nullable String session,
            @Nullable String subject) {
        this(tenant, type, actor, action, session, subject, OK, null);
    }

    /// The same with another end.
    public AuditEntry ended(String how) {
        return new AuditEntry(tenant, type, actor, action, session, subject, how, person);
    }

    /// The same about a person.
    public AuditEntry about(@Nullable String whom) {
        return new AuditEntry(tenant, type, actor, action, session, subject, outcome, whom);
    }

    @Override
    public String toString() {
        return "AuditEntry[" + action + "]";
    }
}
