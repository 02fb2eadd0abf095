// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.MessageListener;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Activates automations and lets them answer. Safe for any thread.
public final class Automations extends AfterSessions implements MessageListener {
    private static final int PAGE = 64;
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration TOO_LATE = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(Automations.class);

    private final Database database;
    private final AutomationStore store;
    private final Sessions sessions;
    private final SessionProfiles profiles;
    private final Messages messages;
    private final Tools tools;
    private final Set<Long> active = ConcurrentHashMap.newKeySet();

    /// What automations are made with.
    public record Tools(AuditLog audit, InstantSource time, RandomGenerator random, JsonMapper json) {}

    public Automations(Database database, Sessions sessions, SessionProfiles profiles, Messages messages, Tools tools) {
        super("automations", AGAIN);
        this.database = database;
        this.store = new AutomationStore(database, tools.json());
        this.sessions = sessions;
        this.profiles = profiles;
        this.messages = messages;
        this.tools = tools;
        this.active.addAll(store.activeSessions());
    }

    /// Activates an automation, in the place of the session's one of the same kind.
    public Automation activate(Caller caller, Session session, AutomationKind kind, JsonNode config) {
        byte[] random = new byte[8];
        tools.random().nextBytes(random);
        Automation automation = new Automation(
                0,
                caller.tenant(),
                "aut_" + HexFormat.of().formatHex(random),
                session.key().ref(),
                kind,
                tools.json().writeValueAsString(config),
                true,
                tools.time().instant());
        database.write(tx -> {
            AutomationStore.insert(tx, automation, session.fence());
            note(tx, caller, "automation.activated", session, automation.id());
            return true;
        });
        active.add(session.key().ref());
        return automation;
    }

    /// Deactivates it; false if the session has none with this id.
    public boolean deactivate(Caller caller, Session session, String id) {
        return database.write(tx -> {
            note(tx, caller, "automation.deactivated", session, id);
            return AutomationStore.deactivate(tx, session, id);
        });
    }

    /// A session's automations, oldest first.
    public List<Automation> of(Session session) {
        return store.of(session.key().ref());
    }

    private void note(WriteTx tx, Caller caller, String action, Session session, String id) {
        tools.audit()
                .note(
                        tx,
                        new AuditEntry(
                                caller.tenant(),
                                AuditType.SYSTEM,
                                caller.actor(),
                                action,
                                session.key().id(),
                                id));
    }

    @Override
    public void received(WriteTx tx, SessionLease lease, MessageView message) {
        String chat = message.chat().jid();
        if (!active.contains(lease.key().ref())
                || (message.chat().phone() == null && message.chat().lid() == null)) {
            return; // groups and lists get no answers
        }
        long before = tx.number(
                "SELECT count(*) FROM (SELECT 1 FROM message WHERE session_ref = ? AND chat = ? LIMIT 2) AS earlier",
                lease.key().ref(),
                chat);
        String name = tx.one(
                        "SELECT name FROM chat WHERE session_ref = ? AND jid = ?",
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        lease.key().ref(),
                        chat)
                .flatMap(known -> known)
                .orElse(null);
        AutomationStore.note(
                tx,
                lease,
                new AutomationStore.Task(
                        0,
                        lease.key().ref(),
                        lease.key().tenant(),
                        lease.key().id(),
                        chat,
                        message.id(),
                        name,
                        message.text() == null ? "" : message.text(),
                        message.at(),
                        before < 2));
        tx.afterCommit(() -> wakeAfter(Duration.ZERO));
    }

    @Override
    protected void work() {
        try {
            Set<Long> unconnected = new HashSet<>();
            long after = 0;
            List<AutomationStore.Task> tasks = store.tasks(after, PAGE);
            while (isRunning() && !tasks.isEmpty()) {
                for (AutomationStore.Task task : tasks) {
                    after = task.ref();
                    if (unconnected.contains(task.sessionRef()) || look(task)) {
                        continue;
                    }
                    unconnected.add(task.sessionRef());
                }
                tasks = store.tasks(after, PAGE);
            }
            if (!unconnected.isEmpty()) {
                wakeAfter(AGAIN);
            }
        } catch (RuntimeException e) {
            LOG.error("automations stumbled and will go on", e);
            wakeAfter(AGAIN);
        }
    }

    /// Lets the session's automations answer a message; false if that has to wait for a connection.
    private boolean look(AutomationStore.Task task) {
        Optional<Session> session = sessions.find(task.tenant(), task.session());
        boolean tooLate = Duration.between(task.at(), tools.time().instant()).compareTo(TOO_LATE) > 0;
        if (session.isPresent() && !tooLate) {
            for (Automation automation : store.of(task.sessionRef())) {
                if (automation.active() && !answered(automation, session.get(), task)) {
                    return false;
                }
            }
        }
        store.done(task);
        return true;
    }

    private boolean answered(Automation automation, Session session, AutomationStore.Task task) {
        ZoneId zone = store.zone(task.tenant()).map(ZoneId::of).orElse(ZoneId.of("UTC"));
        Answers.Incoming incoming = new Answers.Incoming(
                Optional.ofNullable(task.name()),
                task.text(),
                task.first(),
                task.at().atZone(zone));
        Settings settings = new Settings(tools.json().readTree(automation.config()), profiles.of(session));
        Optional<Answers.Answer> answer =
                Answers.to(incoming, automation.kind(), settings, store.memory(automation, task.chat()));
        if (answer.isEmpty()) {
            return true;
        }
        Caller system = new Caller(task.tenant(), "automation:" + automation.id(), Role.OWNER);
        SendCommand command = new SendCommand(
                Jid.parse(task.chat()),
                answer.get().text(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("automation/" + automation.ref() + "/" + task.messageId()));
        if (messages.send(system, session, command) instanceof Acceptance.NotConnected) {
            return false;
        }
        store.remember(automation, task.chat(), answer.get().memory());
        return true;
    }
}
