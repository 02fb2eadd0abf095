// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a tenant knows of a person, for export and erasure. That somebody wants no campaigns outlives the erasure, as
/// it is their wish: the address stays on that list, and nothing else.
public final class AudienceOfPeople implements PersonalData {
    private final Database database;
    private final People people;

    public AudienceOfPeople(Database database, People people) {
        this.database = database;
        this.people = people;
    }

    /// What is exported of a person.
    private record Card(
            String address,
            @Nullable String name,
            @Nullable String language,
            Map<String, String> variables,
            List<String> tags,
            List<String> lists,
            boolean suppressed,
            List<AudienceViews.NoteView> notes) {
        @Override
        public String toString() {
            return "Card[]";
        }
    }

    @Override
    public String name() {
        return "audience";
    }

    @Override
    public void export(dev.switchboard.gateway.personal.Person person, Consumer<Object> out) {
        for (String address : person.addresses()) {
            database.read(tx -> people.store()
                            .find(tx, person.tenant(), address)
                            .map(known -> new Card(
                                    address,
                                    known.name().orElse(null),
                                    known.language().orElse(null),
                                    known.variables(),
                                    known.tags(),
                                    tx.list(
                                            "SELECT l.id FROM contact_list l JOIN contact_list_member m ON m.list_ref = l.ref"
                                                    + " WHERE m.person_ref = ? ORDER BY l.id",
                                            row -> row.text(1),
                                            known.ref()),
                                    known.suppressed(),
                                    PeopleStore.notes(tx, known.ref(), Long.MAX_VALUE, 10_000).stream()
                                            .map(AudienceViews.NoteView::of)
                                            .toList())))
                    .ifPresent(out);
        }
    }

    @Override
    public int erase(WriteTx tx, dev.switchboard.gateway.personal.Person person) {
        int erased = 0;
        for (String address : person.addresses()) {
            erased += tx.update(
                    "DELETE FROM person WHERE tenant_id = ? AND jid = ?",
                    person.tenant().value(),
                    address);
            erased += tx.update(
                    "DELETE FROM opt_out_reply WHERE tenant_id = ? AND jid = ?",
                    person.tenant().value(),
                    address);
            tx.update(
                    "UPDATE suppression SET word = NULL, session_id = NULL, actor = 'erased'"
                            + " WHERE tenant_id = ? AND jid = ?",
                    person.tenant().value(),
                    address);
        }
        return erased;
    }
}
