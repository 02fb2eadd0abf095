// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfile;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.setup.SetupView.Step;
import dev.switchboard.gateway.storage.Database;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/// Keeps how far each person has come in the setup, so that it can be left and resumed.
public final class Setup {
    private final Database database;
    private final SetupStore store;
    private final Sessions sessions;
    private final SessionProfiles profiles;
    private final Messages messages;
    private final Tools tools;

    /// What it works with.
    public record Tools(AuditLog audit, InstantSource time, JsonMapper json) {}

    public Setup(Database database, Sessions sessions, SessionProfiles profiles, Messages messages, Tools tools) {
        this.database = database;
        this.store = new SetupStore(tools.json());
        this.sessions = sessions;
        this.profiles = profiles;
        this.messages = messages;
        this.tools = tools;
    }

    Optional<SetupStore.Run> run(Caller caller) {
        return database.read(tx -> store.find(tx, caller));
    }

    Choices choices(Caller caller) {
        return run(caller).map(SetupStore.Run::choices).orElse(Choices.NONE);
    }

    /// Whether the wizard should be offered to who comes for the first time.
    public boolean needed(Caller caller) {
        return !database.read(tx -> SetupStore.settled(tx, caller.tenant()));
    }

    /// Keeps what was chosen, beside what had been.
    void keep(Caller caller, UnaryOperator<Choices> change) {
        database.write(tx -> {
            Choices before = store.find(tx, caller).map(SetupStore.Run::choices).orElse(Choices.NONE);
            store.keep(tx, caller, change.apply(before), tools.time().instant());
            return true;
        });
    }

    /// Says what was chosen of the business to the session that is set up, for its automations.
    void profile(Session session, Choices choices) {
        profiles.add(
                session,
                new SessionProfile(
                        Optional.empty(),
                        Optional.ofNullable(choices.name()),
                        Optional.empty(),
                        Optional.ofNullable(choices.hours()),
                        Optional.empty()));
    }

    /// The session that is set up, if it is there for the caller.
    Optional<Session> session(Caller caller, Choices choices) {
        return Optional.ofNullable(choices.session())
                .filter(caller::sees)
                .flatMap(id -> sessions.find(caller.tenant(), id));
    }

    Optional<MessageView> test(Choices choices, Optional<Session> session) {
        return Optional.ofNullable(choices.test())
                .filter(id -> !id.isEmpty())
                .flatMap(id -> session.flatMap(found -> messages.find(found, id)));
    }

    void finish(Caller caller) {
        database.write(tx -> {
            if (store.find(tx, caller).isEmpty()) {
                store.keep(tx, caller, Choices.NONE, tools.time().instant());
            }
            SetupStore.finish(tx, caller, tools.time().instant());
            tools.audit()
                    .note(
                            tx,
                            new AuditEntry(
                                    caller.tenant(), AuditType.SYSTEM, caller.actor(), "setup.finished", null, null));
            return true;
        });
    }

    void forget(Caller caller) {
        database.write(tx -> {
            SetupStore.forget(tx, caller);
            return true;
        });
    }

    /// Leaves a step out.
    void skip(Caller caller, Step step) {
        keep(caller, before -> switch (step) {
            case AUTOMATIONS -> before.withAutomations(java.util.List.of());
            case TEMPLATES -> before.withTemplates(java.util.List.of());
            case TEST -> before.withTest("");
            case BUSINESS -> before.withBusiness(BusinessType.OTHER.id(), before.name(), before.hours());
            case LINK -> before;
        });
    }
}
