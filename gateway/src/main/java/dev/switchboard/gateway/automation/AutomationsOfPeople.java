// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What automations keep of a person: the runs for them, with what they answered.
final class AutomationsOfPeople implements PersonalData {
    private static final int PAGE = 100;

    private final Database database;
    private final RunStore runs;

    AutomationsOfPeople(Database database, RunStore runs) {
        this.database = database;
        this.runs = runs;
    }

    /// A run in an export.
    record Exported(String session, String chat, Instant startedAt, String cause, JsonNode variables) {
        @Override
        public String toString() {
            return "Exported[]";
        }
    }

    @Override
    public String name() {
        return "automations";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                long before = Long.MAX_VALUE;
                List<Run> page = page(session, address, before);
                while (!page.isEmpty()) {
                    page.forEach(run -> out.accept(new Exported(
                            run.session(),
                            run.chat().toString(),
                            run.startedAt(),
                            run.cause(),
                            run.state().variables)));
                    before = page.getLast().ref();
                    page = page(session, address, before);
                }
            }
        }
    }

    private List<Run> page(long session, String address, long before) {
        Jid jid = Jid.parse(address);
        RunStore.Place place = new RunStore.Place(session, jid, jid, jid, jid);
        return database.read(tx -> runs.inChat(tx, place, before, PAGE));
    }

    @Override
    public void dropContents(SessionKey session) {
        while (database.write(tx -> runs.dropContents(tx, session))) {
            // page by page
        }
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                Jid jid = Jid.parse(address);
                erased += RunStore.forget(tx, new RunStore.Place(session, jid, jid, jid, jid));
            }
        }
        return erased;
    }
}
