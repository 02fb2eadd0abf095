// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.conversation;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.util.function.Consumer;

/// Who had a person's chat, and the list of choices that was last sent there.
public final class AssignmentsOfPeople implements PersonalData {
    private final Database database;
    private final Assignments assignments;

    public AssignmentsOfPeople(Database database, Assignments assignments) {
        this.database = database;
        this.assignments = assignments;
    }

    @Override
    public String name() {
        return "assignments";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                Assignment assignment = database.read(tx -> assignments.of(tx, session, Jid.parse(address)));
                if (assignment.by() != null) {
                    out.accept(assignment);
                    break;
                }
            }
        }
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                erased += tx.update("DELETE FROM chat_assignment WHERE session_ref = ? AND chat = ?", session, address);
                erased += tx.update("DELETE FROM chat_question WHERE session_ref = ? AND chat = ?", session, address);
            }
        }
        return erased;
    }
}
