// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.function.Consumer;

/// What linked devices keep of messages with a person, to send them again when asked: sealed, and for the network only,
/// so it is erased and not exported. Keys stay, or the account could not speak with the person any more.
public final class RetriesOfPeople implements PersonalData {
    @Override
    public String name() {
        return "retries";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        // sealed forms of what the messages say
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (long session : person.sessions()) {
            for (String address : person.addresses()) {
                erased += tx.update("DELETE FROM sent_message WHERE session_ref = ? AND chat = ?", session, address);
                erased += tx.update("DELETE FROM undecrypted WHERE session_ref = ? AND sender = ?", session, address);
            }
        }
        return erased;
    }
}
