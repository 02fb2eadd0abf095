// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.automation.Answers.Memory;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The rows of automations, of what they remember, and of what they have yet to look at.
final class AutomationStore {
    private static final String COLUMNS = "ref, tenant_id, id, session_ref, kind, config, active, created_at";

    private final Database database;
    private final JsonMapper json;

    AutomationStore(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /// A message to look at.
    record Task(
            long ref,
            long sessionRef,
            TenantId tenant,
            String session,
            String chat,
            String messageId,
            @Nullable String name,
            String text,
            Instant at,
            boolean first) {
        @Override
        public String toString() {
            return "Task[" + messageId + "]";
        }
    }

    /// The sessions that have active automations.
    List<Long> activeSessions() {
        return database.read(
                tx -> tx.list("SELECT DISTINCT session_ref FROM automation WHERE active = 1", row -> row.number(1)));
    }

    /// Puts an automation in the place of the session's other ones of its kind.
    static void insert(WriteTx tx, Automation automation, long fence) {
        tx.update(
                "UPDATE automation SET active = 0 WHERE session_ref = ? AND kind = ?",
                automation.session(),
                automation.kind().id());
        tx.update(
                "INSERT INTO automation (tenant_id, fence, id, session_ref, category, kind, config, active, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
                automation.tenant().value(),
                fence,
                automation.id(),
                automation.session(),
                automation.kind().category(),
                automation.kind().id(),
                automation.config(),
                automation.createdAt());
    }

    static boolean deactivate(WriteTx tx, Session session, String id) {
        return tx.update(
                        "UPDATE automation SET active = 0 WHERE session_ref = ? AND id = ?",
                        session.key().ref(),
                        id)
                == 1;
    }

    List<Automation> of(long session) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM automation WHERE session_ref = ? ORDER BY ref",
                AutomationStore::automation,
                session));
    }

    private static Automation automation(Row row) {
        return new Automation(
                row.number(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.number(4),
                AutomationKind.of(row.text(5))
                        .orElseThrow(
                                () -> new IllegalStateException("automation: another kind (expected: a known one)")),
                row.text(6),
                row.flag(7),
                row.time(8));
    }

    static void note(WriteTx tx, SessionLease lease, Task task) {
        tx.update(
                "INSERT INTO automation_task (session_ref, tenant_id, fence, session_id, chat, message_id, name, content, at, first)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                lease.key().id(),
                task.chat(),
                task.messageId(),
                task.name(),
                task.text(),
                task.at(),
                task.first());
    }

    List<Task> tasks(long after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT ref, session_ref, tenant_id, session_id, chat, message_id, name, content, at, first FROM automation_task"
                        + " WHERE ref > ? ORDER BY ref LIMIT ?",
                row -> new Task(
                        row.number(1),
                        row.number(2),
                        new TenantId(row.text(3)),
                        row.text(4),
                        row.text(5),
                        row.text(6),
                        row.textOrNull(7),
                        row.text(8),
                        row.time(9),
                        row.flag(10)),
                after,
                limit));
    }

    void done(Task task) {
        database.write(tx -> tx.update("DELETE FROM automation_task WHERE ref = ?", task.ref()));
    }

    Memory memory(Automation automation, String chat) {
        return database.read(tx -> tx.one(
                        "SELECT step, answers, at FROM automation_memory WHERE automation_ref = ? AND chat = ?",
                        row -> new Memory(
                                (int) row.number(1), List.of(json.readValue(row.text(2), String[].class)), row.time(3)),
                        automation.ref(),
                        chat))
                .orElse(Memory.NONE);
    }

    void remember(Automation automation, String chat, Memory memory) {
        database.write(tx -> tx.update(
                "INSERT INTO automation_memory (automation_ref, chat, step, answers, at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (automation_ref, chat) DO UPDATE SET step = excluded.step, answers = excluded.answers,"
                        + " at = excluded.at",
                automation.ref(),
                chat,
                memory.step(),
                json.writeValueAsString(memory.answers()),
                memory.at()));
    }

    Optional<String> zone(TenantId tenant) {
        return database.read(tx -> tx.one("SELECT zone FROM tenant WHERE id = ?", row -> row.text(1), tenant.value()));
    }
}
