// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.function.Consumer;

/// The deliveries of what happened in a person's chats, and how long deliveries are kept.
public final class DeliveriesOfPeople implements PersonalData {
    private final Database database;

    public DeliveriesOfPeople(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "deliveries";
    }

    @Override
    public void export(Person person, Consumer<Object> out) {
        // a delivery says of a person only what its event does
    }

    @Override
    public int erase(WriteTx tx, Person person) {
        int erased = 0;
        for (String session : person.names()) {
            for (String address : person.addresses()) {
                erased += tx.update(
                        "DELETE FROM webhook_delivery WHERE tenant_id = ? AND lane = ?",
                        person.tenant().value(),
                        session + "/" + address);
            }
        }
        return erased;
    }

    /// The first event that some webhook of the tenant has yet to deliver; the greatest number if there is none.
    public long firstNeeded(TenantId tenant) {
        return database.read(tx -> Math.min(
                least(tx.number(
                        "SELECT min(seq) FROM webhook_delivery WHERE tenant_id = ? AND state = 'waiting'",
                        tenant.value())),
                least(tx.number(
                        "SELECT min(position) + 1 FROM webhook WHERE tenant_id = ? AND enabled = 1", tenant.value()))));
    }

    private static long least(long number) {
        return number == 0 ? Long.MAX_VALUE : number;
    }

    /// Deletes deliveries that ended before a time.
    public void prune(TenantId tenant, Instant until) {
        database.write(tx -> tx.update(
                "DELETE FROM webhook_delivery WHERE tenant_id = ? AND state <> 'waiting' AND ended_at < ?",
                tenant.value(),
                until));
    }
}
