// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The rows of those campaigns are for, each with an outcome of its own. States only move forward.
final class RecipientStore {
    private static final String COLUMNS =
            "position, jid, variant, message_id, state, reason, sent_at, delivered_at, read_at,"
                    + " ended_at, replied_at, opted_out_at";

    private static final String TABLE = "campaign_recipient";
    private static final int PAGE = 500;

    private final JsonMapper json;
    private final ContentGuard guard;

    RecipientStore(JsonMapper json, ContentGuard guard) {
        this.json = json;
        this.guard = guard;
    }

    /// What is kept of a recipient until their message is handed in.
    ///
    /// @param v values for the template
    /// @param l language
    record Facts(Map<String, String> v, @Nullable String l) {
        @Override
        public String toString() {
            return "Facts[]";
        }
    }

    /// Somebody whose turn it is.
    record Due(long position, Jid jid, int variant, String facts, String messageId) {
        @Override
        public String toString() {
            return "Due[" + messageId + "]";
        }
    }

    /// What became of somebody.
    record Outcome(
            long position,
            Jid jid,
            int variant,
            String messageId,
            String state,
            Optional<String> reason,
            Optional<Instant> sentAt,
            Optional<Instant> deliveredAt,
            Optional<Instant> readAt,
            Optional<Instant> endedAt,
            Optional<Instant> repliedAt,
            Optional<Instant> optedOutAt) {
        @Override
        public String toString() {
            return "Outcome[" + messageId + " " + state + "]";
        }
    }

    /// Somebody who is to be kept.
    record Fresh(long position, Addressee addressee, int variant, String messageId, Instant dueAt) {
        @Override
        public String toString() {
            return "Fresh[" + messageId + "]";
        }
    }

    static long nextPosition(ReadTx tx, long campaign) {
        return tx.number(
                "SELECT COALESCE(max(position), -1) + 1 FROM campaign_recipient WHERE campaign_ref = ?", campaign);
    }

    /// Keeps somebody; false if they were there.
    boolean insert(WriteTx tx, Campaign campaign, Fresh fresh) {
        return tx.update(
                        "INSERT INTO campaign_recipient (campaign_ref, position, session_ref, tenant_id, fence, jid, variant,"
                                + " facts, message_id, due_at, state) VALUES (?, ?, ?, ?,"
                                + " (SELECT fence FROM campaign WHERE ref = ?), ?, ?, ?, ?, ?, 'waiting')"
                                + " ON CONFLICT (campaign_ref, jid) DO NOTHING",
                        campaign.ref(),
                        fresh.position(),
                        campaign.sessionRef(),
                        campaign.tenant().value(),
                        campaign.ref(),
                        fresh.addressee().jid().toString(),
                        fresh.variant(),
                        guard.shut(
                                tx,
                                key(campaign),
                                TABLE,
                                place(campaign.ref(), fresh.position()),
                                json.writeValueAsString(new Facts(
                                        fresh.addressee().values(),
                                        fresh.addressee().language()))),
                        fresh.messageId(),
                        fresh.dueAt())
                == 1;
    }

    private static SessionKey key(Campaign campaign) {
        return new SessionKey(campaign.sessionRef(), campaign.tenant(), campaign.session());
    }

    /// What somebody's facts are sealed for.
    private static String place(long campaign, long position) {
        return campaign + "/" + position;
    }

    /// What is kept of somebody, as it was written.
    String facts(Campaign campaign, Due due) {
        return guard.open(key(campaign), TABLE, place(campaign.ref(), due.position()), due.facts());
    }

    Facts read(String facts) {
        return json.readValue(facts, Facts.class);
    }

    /// Seals the facts of those who wait in a session's campaigns; the answer is whether there may be more to do.
    boolean seal(WriteTx tx, SessionKey session) {
        if (guard.keeps(tx, session)) {
            return false;
        }
        List<Due> plain = new ArrayList<>();
        List<Long> campaigns = new ArrayList<>();
        tx.each(
                "SELECT position, jid, variant, facts, message_id, campaign_ref FROM campaign_recipient"
                        + " WHERE campaign_ref IN (SELECT ref FROM campaign WHERE session_ref = ?"
                        + " AND stage IN ('draft', 'scheduled', 'running', 'paused')) AND state = 'waiting'"
                        + " AND facts <> '{}' AND facts NOT LIKE ? LIMIT " + PAGE,
                row -> {
                    plain.add(due(row));
                    campaigns.add(row.number(6));
                },
                session.ref(),
                ContentGuard.LIKE_SEALED);
        for (int i = 0; i < plain.size(); i++) {
            long position = plain.get(i).position();
            tx.update(
                    "UPDATE campaign_recipient SET facts = ? WHERE campaign_ref = ? AND position = ?",
                    guard.shut(
                            tx,
                            session,
                            TABLE,
                            place(campaigns.get(i), position),
                            plain.get(i).facts()),
                    campaigns.get(i),
                    position);
        }
        return plain.size() == PAGE;
    }

    private static Due due(Row row) {
        return new Due(row.number(1), Jid.parse(row.text(2)), (int) row.number(3), row.text(4), row.text(5));
    }

    static List<Due> due(ReadTx tx, long campaign, Instant now, int limit) {
        return tx.list(
                "SELECT position, jid, variant, facts, message_id FROM campaign_recipient"
                        + " WHERE campaign_ref = ? AND state = 'waiting' AND due_at <= ? ORDER BY due_at, position LIMIT ?",
                RecipientStore::due,
                campaign,
                now,
                limit);
    }

    /// When somebody's turn comes next.
    static Optional<Instant> nextTurn(ReadTx tx, long campaign) {
        return tx.one(
                "SELECT due_at FROM campaign_recipient WHERE campaign_ref = ? AND state = 'waiting' ORDER BY due_at LIMIT 1",
                row -> row.time(1),
                campaign);
    }

    /// Ends somebody's turn without a message.
    static void end(WriteTx tx, long campaign, long position, String state, @Nullable String reason, Instant now) {
        tx.update(
                "UPDATE campaign_recipient SET state = ?, reason = ?, ended_at = ?, facts = '{}'"
                        + " WHERE campaign_ref = ? AND position = ? AND state = 'waiting'",
                state,
                reason,
                now,
                campaign,
                position);
    }

    static int cancelWaiting(WriteTx tx, long campaign, Instant now) {
        return tx.update(
                "UPDATE campaign_recipient SET state = 'cancelled', ended_at = ?, facts = '{}'"
                        + " WHERE campaign_ref = ? AND state = 'waiting'",
                now,
                campaign);
    }

    /// Messages that are in a queue.
    static List<String> queued(ReadTx tx, long campaign, int limit) {
        return tx.list(
                "SELECT message_id FROM campaign_recipient WHERE campaign_ref = ? AND state = 'queued' LIMIT ?",
                row -> row.text(1),
                campaign,
                limit);
    }

    /// A message that is in a queue, and of which session.
    record Queued(TenantId tenant, String session, String messageId) {}

    /// Messages in queues to people who want no more, or of campaigns that were cancelled.
    static List<Queued> queuedAgainstWill(ReadTx tx) {
        return tx.list(
                "SELECT c.tenant_id, c.session_id, r.message_id FROM campaign c JOIN campaign_recipient r"
                        + " ON r.campaign_ref = c.ref AND r.state = 'queued' LEFT JOIN suppression s"
                        + " ON s.tenant_id = c.tenant_id AND s.jid = r.jid WHERE c.stage = 'cancelled'"
                        + " OR (c.stage IN ('running', 'paused') AND s.jid IS NOT NULL) ORDER BY r.campaign_ref, r.position",
                row -> new Queued(new TenantId(row.text(1)), row.text(2), row.text(3)));
    }

    /// The campaigns with this message; one, or none.
    static Optional<Long> campaignOf(ReadTx tx, long session, String messageId) {
        return tx.one(
                "SELECT campaign_ref FROM campaign_recipient WHERE session_ref = ? AND message_id = ?",
                row -> row.number(1),
                session,
                messageId);
    }

    /// Moves a message; a state is never left for one that comes before it.
    static void advance(WriteTx tx, long session, String id, Delivery delivery, Instant at, @Nullable String failure) {
        String step = switch (delivery) {
            case QUEUED -> "UPDATE campaign_recipient SET state = 'queued', facts = '{}' WHERE state = 'waiting'";
            case SENT ->
                "UPDATE campaign_recipient SET state = 'sent', reason = NULL, sent_at = ? WHERE state IN ('waiting', 'queued', 'failed')";
            case DELIVERED ->
                "UPDATE campaign_recipient SET state = 'delivered', sent_at = COALESCE(sent_at, ?), delivered_at = ?"
                        + " WHERE state IN ('waiting', 'queued', 'failed', 'sent')";
            case READ, PLAYED ->
                "UPDATE campaign_recipient SET state = 'read', sent_at = COALESCE(sent_at, ?),"
                        + " delivered_at = COALESCE(delivered_at, ?), read_at = ?"
                        + " WHERE state IN ('waiting', 'queued', 'failed', 'sent', 'delivered')";
            case FAILED ->
                "UPDATE campaign_recipient SET state = ?, reason = ?, ended_at = ? WHERE state IN ('waiting', 'queued')";
        };
        List<@Nullable Object> values = new ArrayList<>();
        switch (delivery) {
            case QUEUED -> {}
            case SENT -> values.add(at);
            case DELIVERED -> values.addAll(List.of(at, at));
            case READ, PLAYED -> values.addAll(List.of(at, at, at));
            case FAILED -> {
                boolean taken = "cancelled".equals(failure);
                values.add(taken ? ended(tx, session, id) : "failed");
                values.add(taken ? null : failure);
                values.add(at);
            }
        }
        values.add(session);
        values.add(id);
        tx.update(step + " AND session_ref = ? AND message_id = ?", values.toArray());
    }

    /// What a message that was taken back counts as: somebody's wish, or the campaign's end.
    private static String ended(ReadTx tx, long session, String id) {
        long optedOut = tx.number(
                "SELECT count(*) FROM campaign_recipient r JOIN suppression s ON s.tenant_id = r.tenant_id AND s.jid = r.jid"
                        + " WHERE r.session_ref = ? AND r.message_id = ?",
                session,
                id);
        return optedOut > 0 ? "suppressed" : "cancelled";
    }

    /// Notes that somebody wrote after a campaign's message: to the last one they got within these days.
    static Optional<Long> replied(WriteTx tx, SessionKey session, Jid jid, Instant at, Instant since) {
        Optional<long[]> last = tx.one(
                "SELECT campaign_ref, position FROM campaign_recipient WHERE tenant_id = ? AND jid = ? AND sent_at >= ?"
                        + " AND session_ref = ? ORDER BY sent_at DESC LIMIT 1",
                row -> new long[] {row.number(1), row.number(2)},
                session.tenant().value(),
                jid.toString(),
                since,
                session.ref());
        last.ifPresent(place -> tx.update(
                "UPDATE campaign_recipient SET replied_at = COALESCE(replied_at, ?) WHERE campaign_ref = ? AND position = ?",
                at,
                place[0],
                place[1]));
        return last.map(place -> place[0]);
    }

    /// Notes that somebody wants no more: at the last message they got, of whichever of the tenant's sessions.
    static Optional<Long> optedOut(WriteTx tx, String tenant, Jid jid, Instant at) {
        Optional<long[]> last = tx.one(
                "SELECT campaign_ref, position FROM campaign_recipient"
                        + " WHERE tenant_id = ? AND jid = ? AND sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1",
                row -> new long[] {row.number(1), row.number(2)},
                tenant,
                jid.toString());
        last.ifPresent(place -> tx.update(
                "UPDATE campaign_recipient SET opted_out_at = COALESCE(opted_out_at, ?)"
                        + " WHERE campaign_ref = ? AND position = ?",
                at,
                place[0],
                place[1]));
        return last.map(place -> place[0]);
    }

    /// Whether a session's campaigns wrote to somebody.
    static boolean wroteTo(ReadTx tx, SessionKey session, Jid jid) {
        return tx.number(
                        "SELECT count(*) FROM campaign_recipient WHERE tenant_id = ? AND jid = ? AND sent_at IS NOT NULL"
                                + " AND session_ref = ?",
                        session.tenant().value(),
                        jid.toString(),
                        session.ref())
                > 0;
    }

    /// Recipients in their order.
    static List<Outcome> page(ReadTx tx, long campaign, Optional<String> state, long after, int limit) {
        List<@Nullable Object> values = new ArrayList<>(List.of(campaign, after));
        state.ifPresent(values::add);
        values.add(limit);
        return tx.list(
                "SELECT " + COLUMNS + " FROM campaign_recipient WHERE campaign_ref = ? AND position > ?"
                        + (state.isPresent() ? " AND state = ?" : "") + " ORDER BY position LIMIT ?",
                RecipientStore::outcome,
                values.toArray());
    }

    private static Outcome outcome(Row row) {
        return new Outcome(
                row.number(1),
                Jid.parse(row.text(2)),
                (int) row.number(3),
                row.text(4),
                row.text(5),
                Optional.ofNullable(row.textOrNull(6)),
                Optional.ofNullable(row.timeOrNull(7)),
                Optional.ofNullable(row.timeOrNull(8)),
                Optional.ofNullable(row.timeOrNull(9)),
                Optional.ofNullable(row.timeOrNull(10)),
                Optional.ofNullable(row.timeOrNull(11)),
                Optional.ofNullable(row.timeOrNull(12)));
    }

    /// Recipients as they were handed in, for a campaign that comes back.
    List<Addressee> roster(ReadTx tx, Campaign campaign, long after, int limit) {
        return tx.list(
                "SELECT position, jid, variant, facts, message_id FROM campaign_recipient WHERE campaign_ref = ?"
                        + " AND position > ? ORDER BY position LIMIT ?",
                row -> {
                    Due due = due(row);
                    Facts facts = read(facts(campaign, due));
                    return new Addressee(due.jid(), facts.v(), facts.l());
                },
                campaign.ref(),
                after,
                limit);
    }
}
