// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.function.Consumer;

/// What is known of people as contacts, their labels among it.
public final class ContactsOfPeople implements PersonalData {
    private final Database database;

    public ContactsOfPeople(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "contacts";
    }

    private record Known(
            String jid,
            String fullName,
            String firstName,
            String pushName,
            String businessName,
            String username,
            String about,
            boolean blocked) {
        @Override
        public String toString() {
            return "Known[]";
        }
    }

    private record Labelled(String label) {}

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                database.read(tx -> tx.list(
                                "SELECT jid, coalesce(full_name, ''), coalesce(first_name, ''), coalesce(push_name, ''),"
                                        + " coalesce(business_name, ''), coalesce(username, ''), coalesce(about, ''), blocked"
                                        + " FROM contact WHERE session_ref = ? AND jid = ?",
                                row -> new Known(
                                        row.text(1),
                                        row.text(2),
                                        row.text(3),
                                        row.text(4),
                                        row.text(5),
                                        row.text(6),
                                        row.text(7),
                                        row.flag(8)),
                                session,
                                address))
                        .forEach(out);
                database.read(tx -> tx.list(
                                "SELECT l.name FROM label_link k JOIN label l ON l.session_ref = k.session_ref AND l.id = k.label_id"
                                        + " WHERE k.session_ref = ? AND k.chat = ?",
                                row -> new Labelled(row.text(1)),
                                session,
                                address))
                        .forEach(out);
            }
        }
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                String digits = address.substring(0, Math.max(0, address.indexOf('@')));
                erased += tx.update("DELETE FROM contact WHERE session_ref = ? AND jid = ?", session, address);
                erased += tx.update("DELETE FROM label_link WHERE session_ref = ? AND chat = ?", session, address);
                erased += tx.update(
                        "DELETE FROM number_check WHERE session_ref = ? AND (jid = ? OR number = ?)",
                        session,
                        address,
                        digits);
                erased += tx.update(
                        "DELETE FROM lid_mapping WHERE session_ref = ? AND (pn = ? OR lid = ?)",
                        session,
                        address,
                        address);
            }
        }
        return erased;
    }
}
