// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and runs campaigns. Every message has its final id from the beginning, so that a crash at any point sends none
/// twice. Messages enter the session's queue a few at a time, which leaves room for others. Safe for any thread.
public final class Campaigns extends AfterSessions {
    /// How many messages of campaigns may wait in a session's queue.
    private static final int IN_QUEUE = 20;

    /// A schedule that was over before the campaign was made starts nothing by itself.
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

    private final Database database;
    private final CampaignStore store;
    private final Sessions sessions;
    private final Messages messages;
    private final Outbox outbox;
    private final Tools tools;

    /// What campaigns are made with.
    public record Tools(Provider provider, AuditLog audit, InstantSource time, RandomGenerator random) {}

    public Campaigns(Database database, Sessions sessions, Messages messages, Outbox outbox, Tools tools) {
        super("campaigns", STEP);
        this.database = database;
        this.store = new CampaignStore(database);
        this.sessions = sessions;
        this.messages = messages;
        this.outbox = outbox;
        this.tools = tools;
    }

    /// Makes a campaign, which waits for its schedule or to be started.
    public Campaign create(Caller caller, CampaignOrder order) {
        Instant now = tools.time().instant();
        boolean due =
                order.schedule().filter(start -> start.isAfter(now.minus(LATE))).isPresent();
        byte[] random = new byte[8];
        tools.random().nextBytes(random);
        String id = "cmp_" + HexFormat.of().formatHex(random);
        List<String> messageIds = order.addressees().stream()
                .map(addressee -> tools.provider().newMessageId(addressee.jid()))
                .toList();
        database.write(tx -> {
            CampaignStore.insert(tx, order, id, due ? Stage.SCHEDULED : Stage.DRAFT, messageIds, now);
            note(tx, caller, "campaign.created", order.session().key().id(), id);
            return true;
        });
        wakeAfter(Duration.ZERO);
        return store.find(caller.tenant(), id).orElseThrow();
    }

    public Optional<Campaign> find(Caller caller, String id) {
        return store.find(caller.tenant(), id).filter(campaign -> caller.sees(campaign.session()));
    }

    /// The caller's campaigns, newest first.
    public List<Campaign> all(Caller caller) {
        return store.all(caller.tenant()).stream()
                .filter(campaign -> caller.sees(campaign.session()))
                .toList();
    }

    /// How many campaigns a session has.
    public long count(Session session) {
        return store.count(session.key().ref());
    }

    /// Starts it now, whatever its schedule says; one that was started before goes on as it was.
    public Campaign start(Caller caller, Campaign campaign) {
        database.write(tx -> {
            if (CampaignStore.start(tx, campaign.ref(), tools.time().instant())) {
                note(tx, caller, "campaign.started", campaign.session(), campaign.id());
            }
            return true;
        });
        wakeAfter(Duration.ZERO);
        return store.find(caller.tenant(), campaign.id()).orElseThrow();
    }

    private void note(WriteTx tx, Caller caller, String action, String session, String id) {
        tools.audit().note(tx, new AuditEntry(caller.tenant(), AuditType.MESSAGE, caller.actor(), action, session, id));
    }

    /// One step of all campaigns that have work to do.
    @Override
    protected void work() {
        if (!isRunning()) {
            return;
        }
        forgetTurns();
        Duration wait = STEP;
        try {
            Instant now = tools.time().instant();
            List<Campaign> atWork = store.atWork(now);
            atWork.forEach(campaign -> step(campaign, now));
            if (atWork.isEmpty()) {
                wait = store.nextSchedule()
                        .map(start -> Duration.between(now, start).plusMillis(1))
                        .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                        .map(until -> until.isNegative() ? STEP : until)
                        .orElse(LONGEST_SLEEP);
            }
        } catch (RuntimeException e) {
            LOG.error("campaigns stumbled and will go on", e);
        }
        wakeAfter(wait);
    }

    private void step(Campaign campaign, Instant now) {
        Optional<Session> session = sessions.find(campaign.tenant(), campaign.session());
        if (session.isEmpty()) {
            return;
        }
        if (campaign.stage() == Stage.SCHEDULED) {
            database.write(tx -> CampaignStore.start(tx, campaign.ref(), now));
        }
        long room = IN_QUEUE - outbox.waiting(session.get().key());
        List<CampaignStore.Due> due = store.due(campaign.ref(), IN_QUEUE);
        if (due.isEmpty()) {
            if (campaign.progress().pending() == 0) {
                store.complete(campaign.ref(), now);
            }
            return;
        }
        Caller system = new Caller(campaign.tenant(), "campaign:" + campaign.id(), Role.OWNER);
        for (CampaignStore.Due message : due.subList(0, Math.clamp(room, 0, due.size()))) {
            SendCommand command = new SendCommand(
                    message.to(), message.text(), Optional.empty(), Optional.of(message.messageId()), Optional.empty());
            if (messages.send(system, session.get(), command) instanceof Acceptance.NotConnected) {
                return; // it goes on when the session is back
            }
            store.handed(campaign.ref(), message.position());
        }
    }
}
