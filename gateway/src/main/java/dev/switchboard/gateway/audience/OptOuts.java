// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.MessageListener;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Hears stop words. Whoever says one is on the list before the network is told that the message was taken, so that no
/// crash forgets it; the confirmation is written down in the same transaction and sent when the session can. Safe for
/// any thread.
public final class OptOuts extends AfterSessions implements MessageListener {
    private static final int PAGE = 64;
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration TOO_LATE = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(OptOuts.class);

    private final Database database;
    private final Suppression suppression;
    private final Sessions sessions;
    private final Messages messages;
    private final Tools tools;
    private final Map<TenantId, StopWords> words = new ConcurrentHashMap<>();
    private volatile Recipients recipients = (_, _, _) -> false;

    /// What it is made with.
    public record Tools(Provider provider, AuditLog audit, InstantSource time, JsonMapper json) {}

    public OptOuts(Database database, Suppression suppression, Sessions sessions, Messages messages, Tools tools) {
        super("opt-outs", AGAIN);
        this.database = database;
        this.suppression = suppression;
        this.sessions = sessions;
        this.messages = messages;
        this.tools = tools;
    }

    /// Knows who got campaigns.
    @FunctionalInterface
    public interface Recipients {
        /// Whether a campaign of the session wrote to this person.
        boolean include(ReadTx tx, SessionKey session, Jid person);
    }

    /// Names who knows; called at the start.
    public void ask(Recipients knows) {
        recipients = knows;
    }

    /// How the tenant deals with opting out.
    public OptOutPolicy policy(TenantId tenant) {
        return database.read(tx -> policy(tx, tenant));
    }

    private OptOutPolicy policy(ReadTx tx, TenantId tenant) {
        return tx.one(
                        "SELECT definition FROM opt_out_policy WHERE tenant_id = ?",
                        row -> tools.json().readValue(row.text(1), OptOutPolicy.class),
                        tenant.value())
                .orElse(OptOutPolicy.STANDARD);
    }

    /// Changes how the tenant deals with it.
    public OptOutPolicy change(Caller caller, OptOutPolicy policy) {
        database.write(tx -> {
            tx.update(
                    "INSERT INTO opt_out_policy (tenant_id, definition) VALUES (?, ?)"
                            + " ON CONFLICT (tenant_id) DO UPDATE SET definition = excluded.definition",
                    caller.tenant().value(),
                    tools.json().writeValueAsString(policy));
            tools.audit()
                    .note(
                            tx,
                            new AuditEntry(
                                    caller.tenant(),
                                    AuditType.SYSTEM,
                                    caller.actor(),
                                    "opt_out.policy_changed",
                                    null,
                                    null));
            words.remove(caller.tenant());
            tx.afterCommit(() -> words.remove(caller.tenant()));
            return true;
        });
        return policy(caller.tenant());
    }

    @Override
    public void received(WriteTx tx, SessionLease lease, MessageView message) {
        Address chat = message.chat();
        String text = message.text();
        if (text == null || text.isBlank() || (chat.phone() == null && chat.lid() == null)) {
            return; // groups and lists do not opt out
        }
        TenantId tenant = lease.key().tenant();
        StopWords known = words.computeIfAbsent(tenant, _ -> new StopWords(policy(tx, tenant)));
        known.meaning(text).ifPresent(meaning -> {
            OptOutPolicy policy = policy(tx, tenant);
            if (policy.enabled()) {
                heard(tx, lease, addresses(chat), known, meaning, policy);
            }
        });
    }

    /// Whether a message says a stop or start word of the tenant's and nothing else, so that it is answered here.
    public boolean means(ReadTx tx, TenantId tenant, String text) {
        return policy(tx, tenant).enabled()
                && words.computeIfAbsent(tenant, _ -> new StopWords(policy(tx, tenant)))
                        .meaning(text)
                        .isPresent();
    }

    /// All addresses by which somebody is known, the canonical one first.
    static List<Jid> addresses(Address person) {
        return Stream.of(Optional.of(person.jid()), Optional.ofNullable(person.lid()))
                .flatMap(Optional::stream)
                .distinct()
                .map(Jid::parse)
                .toList();
    }

    private void heard(
            WriteTx tx,
            SessionLease lease,
            List<Jid> person,
            StopWords known,
            StopWords.Meaning meaning,
            OptOutPolicy policy) {
        TenantId tenant = lease.key().tenant();
        Suppression.Cause cause =
                new Suppression.Cause("stop_word", meaning.word(), lease.key().id(), "person");
        boolean news = meaning.stop()
                ? suppression.stop(tx, tenant, person, cause)
                : suppression.start(tx, tenant, person, cause);
        boolean answered = switch (policy.confirm()) {
            case "everybody" -> true;
            case "nobody" -> false;
            default -> person.stream().anyMatch(jid -> recipients.include(tx, lease.key(), jid));
        };
        if (news && answered) {
            Optional<String> language = tx.one(
                            "SELECT language FROM person WHERE tenant_id = ? AND jid = ?",
                            row -> Optional.ofNullable(row.textOrNull(1)),
                            tenant.value(),
                            person.getFirst().toString())
                    .flatMap(spoken -> spoken);
            confirm(tx, lease, person.getFirst(), known.answer(meaning, language));
        }
    }

    private void confirm(WriteTx tx, SessionLease lease, Jid person, String text) {
        tx.update(
                "INSERT INTO opt_out_reply (session_ref, tenant_id, fence, session_id, jid, content, message_id, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                lease.key().id(),
                person.toString(),
                text,
                tools.provider().newMessageId(person),
                tools.time().instant());
        tx.afterCommit(() -> wakeAfter(Duration.ZERO));
    }

    /// A confirmation that is still to be sent.
    private record Reply(long ref, TenantId tenant, String session, Jid to, String text, String messageId, Instant at) {
        @Override
        public String toString() {
            return "Reply[" + messageId + "]";
        }
    }

    @Override
    protected void work() {
        try {
            long after = 0;
            boolean left = false;
            List<Reply> replies = replies(after);
            while (isRunning() && !replies.isEmpty()) {
                for (Reply reply : replies) {
                    after = reply.ref();
                    left |= !sent(reply);
                }
                replies = replies(after);
            }
            if (left) {
                wakeAfter(AGAIN);
            }
        } catch (RuntimeException e) {
            LOG.error("confirmations of opting out stumbled and will go on", e);
            wakeAfter(AGAIN);
        }
    }

    private List<Reply> replies(long after) {
        return database.read(tx -> tx.list(
                "SELECT ref, tenant_id, session_id, jid, content, message_id, at FROM opt_out_reply"
                        + " WHERE ref > ? ORDER BY ref LIMIT ?",
                row -> new Reply(
                        row.number(1),
                        new TenantId(row.text(2)),
                        row.text(3),
                        Jid.parse(row.text(4)),
                        row.text(5),
                        row.text(6),
                        row.time(7)),
                after,
                PAGE));
    }

    /// Hands a confirmation to the outbox, once; false if that has to wait for a connection.
    private boolean sent(Reply reply) {
        Optional<Session> session = sessions.find(reply.tenant(), reply.session());
        boolean late = Duration.between(reply.at(), tools.time().instant()).compareTo(TOO_LATE) > 0;
        if (session.isPresent() && !late) {
            Caller system = new Caller(reply.tenant(), "opt-out", Role.OWNER);
            SendCommand command = new SendCommand(
                    reply.to(), reply.text(), Optional.empty(), Optional.of(reply.messageId()), Optional.empty());
            Acceptance acceptance = messages.send(system, session.get(), command);
            if (acceptance instanceof Acceptance.NotConnected || acceptance instanceof Acceptance.OverQuota) {
                return false;
            }
        }
        database.write(tx -> tx.update("DELETE FROM opt_out_reply WHERE ref = ?", reply.ref()));
        return true;
    }
}
