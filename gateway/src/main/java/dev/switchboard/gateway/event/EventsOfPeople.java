// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.List;
import java.util.function.Consumer;

/// The events that name a person. They tell nothing that the other parts of an export do not, so they are only erased.
public final class EventsOfPeople implements PersonalData {
    private static final int PAGE = 500;

    private final Database database;
    private final EventLog events;

    public EventsOfPeople(Database database, EventLog events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        // what events say of a person is in the other parts
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        return 0; // done page by page afterwards, as the log is long
    }

    @Override
    public void erased(Person person) {
        long after = 0;
        List<Event> page;
        do {
            page = events.stored(person.tenant(), after, PAGE);
            List<Long> found = page.stream()
                    .filter(event -> names(event, person))
                    .map(Event::seq)
                    .toList();
            if (!found.isEmpty()) {
                database.write(tx -> {
                    found.forEach(seq -> tx.update("DELETE FROM event_log WHERE seq = ?", seq));
                    return true;
                });
            }
            after = page.isEmpty() ? after : page.getLast().seq();
        } while (page.size() == PAGE);
        events.forgetRecent();
    }

    private static boolean names(Event event, Person person) {
        String session = event.session();
        return session != null
                && person.names().contains(session)
                && person.addresses().stream().anyMatch(address -> event.data().contains("\"" + address + "\""));
    }
}
