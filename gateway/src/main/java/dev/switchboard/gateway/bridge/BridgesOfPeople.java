// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.function.Consumer;

/// Which conversation a person's chat is at Chatwoot. What is there itself is there to be erased.
final class BridgesOfPeople implements PersonalData {
    private final Database database;

    BridgesOfPeople(Database database) {
        this.database = database;
    }

    /// A conversation in an export.
    record Exported(String bridge, String chat, long conversation) {
        @Override
        public String toString() {
            return "Exported[]";
        }
    }

    @Override
    public String name() {
        return "bridges";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                database.read(tx -> tx.list(
                                "SELECT b.id, c.chat, c.conversation FROM bridge_chat c JOIN bridge b ON b.ref = c.bridge_ref"
                                        + " WHERE b.session_ref = ? AND c.chat = ?",
                                row -> new Exported(row.text(1), row.text(2), row.number(3)),
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
                erased += BridgeStore.forgetChat(tx, session, address);
            }
        }
        return erased;
    }
}
