// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of runs and of what they did. Where contents are not kept, what a run knows is sealed.
final class RunStore {
    private static final String COLUMNS =
            "ref, tenant_id, automation_ref, version, session_ref, session_id, chat, person,"
                    + " cause, phase, place, tries, variables, wake_at, asked_at, started_at, updated_at, ended_at, reason";
    private static final String NOTHING = "{}";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String TABLE = "automation_run";
    private static final int PAGE = 500;

    private final ContentGuard guard;

    RunStore(ContentGuard guard) {
        this.guard = guard;
    }

    /// A chat, with the other address its person may have been kept under.
    record Place(long session, Jid chat, Jid otherChat, Jid person, Jid otherPerson) {}

    /// What a run did.
    record Did(
            long ref,
            Instant at,
            String path,
            String kind,
            String outcome,
            @Nullable String detail,
            @Nullable String messageId) {}

    /// Begins a run; what it knows comes with its first update.
    ///
    /// @param slot of the runs for one contact at most one with the same slot is under way
    long insert(WriteTx tx, Run run, String slot) {
        RunState state = run.state();
        return tx.number(
                "INSERT INTO automation_run (tenant_id, automation_ref, version, session_ref, session_id, fence, chat, person, cause, slot,"
                        + " phase, place, tries, variables, wake_at, asked_at, started_at, updated_at, ended_at, reason)"
                        + " VALUES (?, ?, ?, ?, ?, (SELECT fence FROM session WHERE ref = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?) RETURNING ref",
                run.tenant().value(),
                run.automation(),
                run.version(),
                run.sessionRef(),
                run.session(),
                run.sessionRef(),
                run.chat().toString(),
                run.person().toString(),
                run.cause(),
                slot,
                phase(state),
                state.place,
                state.tries,
                NOTHING,
                state.wakeAt,
                state.askedAt,
                run.startedAt(),
                run.updatedAt(),
                run.endedAt(),
                state.reason);
    }

    /// What a run knows, as it may be kept.
    private String variables(ReadTx tx, SessionKey session, long ref, RunState state) {
        return state.variables.isEmpty()
                ? NOTHING
                : guard.shut(tx, session, TABLE, Long.toString(ref), JSON.writeValueAsString(state.variables));
    }

    /// Takes away what runs of a session knew that are over, and seals what others know. The answer is whether there
    /// may be more to do.
    boolean dropContents(WriteTx tx, SessionKey session) {
        if (guard.keeps(tx, session)) {
            return false;
        }
        tx.update(
                "UPDATE automation_run SET variables = ? WHERE session_ref = ? AND ended_at IS NOT NULL AND variables <> ?",
                NOTHING,
                session.ref(),
                NOTHING);
        List<Run> plain = tx.list(
                "SELECT " + COLUMNS + " FROM automation_run WHERE session_ref = ? AND ended_at IS NULL"
                        + " AND variables <> ? AND variables NOT LIKE ? LIMIT " + PAGE,
                this::run,
                session.ref(),
                NOTHING,
                ContentGuard.LIKE_SEALED);
        for (Run run : plain) {
            tx.update(
                    "UPDATE automation_run SET variables = ? WHERE ref = ?",
                    variables(tx, session, run.ref(), run.state()),
                    run.ref());
        }
        return plain.size() == PAGE;
    }

    void update(WriteTx tx, SessionKey session, long ref, RunState state, Instant now) {
        tx.update(
                "UPDATE automation_run SET phase = ?, place = ?, tries = ?, variables = ?, wake_at = ?, asked_at = ?,"
                        + " updated_at = ?, ended_at = ?, reason = ? WHERE ref = ?",
                phase(state),
                state.place,
                state.tries,
                variables(tx, session, ref, state),
                state.wakeAt,
                state.askedAt,
                now,
                state.ended() ? now : null,
                state.reason,
                ref);
    }

    private static String phase(RunState state) {
        return state.phase.name().toLowerCase(Locale.ROOT);
    }

    static void did(WriteTx tx, long run, Stage.Note note, Instant at) {
        tx.update(
                "INSERT INTO automation_step (run_ref, at, path, kind, outcome, detail, message_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                run,
                at,
                note.path(),
                note.kind(),
                note.outcome(),
                note.detail(),
                note.messageId());
    }

    Optional<Run> find(ReadTx tx, long ref) {
        return tx.one("SELECT " + COLUMNS + " FROM automation_run WHERE ref = ?", this::run, ref);
    }

    /// The run that asked last for an answer of a person in a chat.
    Optional<Run> asking(ReadTx tx, Place place) {
        return tx.one(
                "SELECT " + COLUMNS
                        + " FROM automation_run WHERE session_ref = ? AND chat IN (?, ?) AND person IN (?, ?)"
                        + " AND phase = 'asking' ORDER BY asked_at DESC, ref DESC",
                this::run,
                place.session(),
                place.chat().toString(),
                place.otherChat().toString(),
                place.person().toString(),
                place.otherPerson().toString());
    }

    /// All runs that are not over in a chat.
    List<Run> live(ReadTx tx, Place place) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM automation_run WHERE session_ref = ? AND chat IN (?, ?) AND ended_at IS NULL",
                this::run,
                place.session(),
                place.chat().toString(),
                place.otherChat().toString());
    }

    /// How an automation has run for a person so far.
    record Past(long live, long count, long newest) {}

    static Past past(ReadTx tx, long automation, Place place) {
        return tx.one(
                        "SELECT sum(CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END), count(*), max(started_at)"
                                + " FROM automation_run WHERE automation_ref = ? AND session_ref = ? AND chat IN (?, ?)"
                                + " AND person IN (?, ?)",
                        row -> new Past(number(row, 1), number(row, 2), number(row, 3)),
                        automation,
                        place.session(),
                        place.chat().toString(),
                        place.otherChat().toString(),
                        place.person().toString(),
                        place.otherPerson().toString())
                .orElse(new Past(0, 0, 0));
    }

    /// Whether an automation has begun for a person for this cause already.
    static boolean begun(ReadTx tx, long automation, long session, Jid person, String cause) {
        Place place = Scenes.place(tx, session, Scenes.Who.of(person));
        return tx.number(
                        "SELECT count(*) FROM automation_run WHERE automation_ref = ? AND session_ref = ? AND chat IN (?, ?)"
                                + " AND cause = ?",
                        automation,
                        session,
                        place.chat().toString(),
                        place.otherChat().toString(),
                        cause)
                > 0;
    }

    private static long number(Row row, int column) {
        Long number = row.numberOrNull(column);
        return number == null ? 0 : number;
    }

    /// How many messages automations sent in a chat since a time.
    static long sent(ReadTx tx, Place place, Instant since) {
        return tx.number(
                "SELECT count(*) FROM automation_run r JOIN automation_step s ON s.run_ref = r.ref"
                        + " WHERE r.session_ref = ? AND r.chat IN (?, ?) AND r.updated_at >= ? AND s.at >= ?"
                        + " AND s.message_id IS NOT NULL",
                place.session(),
                place.chat().toString(),
                place.otherChat().toString(),
                since,
                since);
    }

    /// The ids of messages that automations sent in a chat since a time.
    static List<String> sentIds(ReadTx tx, Place place, Instant since) {
        return tx.list(
                "SELECT s.message_id FROM automation_run r JOIN automation_step s ON s.run_ref = r.ref"
                        + " WHERE r.session_ref = ? AND r.chat IN (?, ?) AND r.updated_at >= ? AND s.at >= ?"
                        + " AND s.message_id IS NOT NULL ORDER BY s.ref DESC LIMIT 50",
                row -> row.text(1),
                place.session(),
                place.chat().toString(),
                place.otherChat().toString(),
                since,
                since);
    }

    List<Run> due(ReadTx tx, Instant now, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM automation_run WHERE ended_at IS NULL AND wake_at <= ?"
                        + " ORDER BY wake_at LIMIT ?",
                this::run,
                now,
                limit);
    }

    /// When the next run is due.
    static Optional<Instant> soonest(ReadTx tx) {
        return tx.one(
                        "SELECT min(wake_at) FROM automation_run WHERE ended_at IS NULL AND wake_at IS NOT NULL",
                        row -> Optional.ofNullable(row.timeOrNull(1)))
                .flatMap(at -> at);
    }

    /// Runs before one, newest first.
    List<Run> page(ReadTx tx, long automation, boolean live, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM automation_run WHERE automation_ref = ? AND ref < ?"
                        + (live ? " AND ended_at IS NULL" : "") + " ORDER BY ref DESC LIMIT ?",
                this::run,
                automation,
                before,
                limit);
    }

    /// Runs of a chat before one, newest first.
    List<Run> inChat(ReadTx tx, Place place, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM automation_run WHERE session_ref = ? AND chat IN (?, ?) AND ref < ?"
                        + " ORDER BY ref DESC LIMIT ?",
                this::run,
                place.session(),
                place.chat().toString(),
                place.otherChat().toString(),
                before,
                limit);
    }

    static List<Did> steps(ReadTx tx, long run, int limit) {
        return tx.list(
                "SELECT ref, at, path, kind, outcome, detail, message_id FROM automation_step WHERE run_ref = ?"
                        + " ORDER BY ref LIMIT ?",
                row -> new Did(
                        row.number(1),
                        row.time(2),
                        row.text(3),
                        row.text(4),
                        row.text(5),
                        row.textOrNull(6),
                        row.textOrNull(7)),
                run,
                limit);
    }

    /// Ends all runs of an automation that are not over.
    static void endAll(WriteTx tx, long automation, String reason, Instant now) {
        tx.update(
                "UPDATE automation_run SET phase = 'ended', wake_at = NULL, ended_at = ?, updated_at = ?, reason = ?"
                        + " WHERE automation_ref = ? AND ended_at IS NULL",
                now,
                now,
                reason,
                automation);
    }

    /// Forgets runs that ended long ago.
    static int prune(WriteTx tx, Instant before) {
        return tx.update("DELETE FROM automation_run WHERE ended_at < ?", before);
    }

    /// Forgets all runs in a chat.
    static int forget(WriteTx tx, Place place) {
        return tx.update(
                "DELETE FROM automation_run WHERE session_ref = ? AND (chat IN (?, ?) OR person IN (?, ?))",
                place.session(),
                place.chat().toString(),
                place.otherChat().toString(),
                place.person().toString(),
                place.otherPerson().toString());
    }

    private Run run(Row row) {
        SessionKey session = new SessionKey(row.number(5), new TenantId(row.text(2)), row.text(6));
        RunState state = new RunState(
                (int) row.number(11),
                (int) row.number(12),
                RunState.Phase.valueOf(row.text(10).toUpperCase(Locale.ROOT)),
                (ObjectNode) JSON.readTree(guard.open(session, TABLE, Long.toString(row.number(1)), row.text(13))));
        state.wakeAt = row.timeOrNull(14);
        state.askedAt = row.timeOrNull(15);
        state.reason = row.textOrNull(19);
        return new Run(
                row.number(1),
                session.tenant(),
                row.number(3),
                (int) row.number(4),
                session.ref(),
                session.id(),
                Jid.parse(row.text(7)),
                Jid.parse(row.text(8)),
                row.text(9),
                state,
                row.time(16),
                row.time(17),
                row.timeOrNull(18));
    }
}
