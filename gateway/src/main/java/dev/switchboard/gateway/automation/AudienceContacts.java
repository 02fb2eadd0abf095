// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.audience.OptOuts;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.audience.Person;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// People as the tenant's audience knows them.
final class AudienceContacts implements Contacts {
    private static final int PAGE = 500;

    private final People people;
    private final OptOuts optOuts;

    AudienceContacts(People people, OptOuts optOuts) {
        this.people = people;
        this.optOuts = optOuts;
    }

    @Override
    public Known known(ReadTx tx, TenantId tenant, List<Jid> addresses) {
        boolean suppressed = Suppression.holds(tx, tenant, addresses);
        Optional<Person> person = addresses.stream()
                .flatMap(jid -> people.find(tx, tenant, jid).stream())
                .findFirst();
        return person.map(one -> new Known(one.name(), one.language().orElse(null), Set.copyOf(one.tags()), suppressed))
                .orElse(new Known(Optional.empty(), null, Set.of(), suppressed));
    }

    @Override
    public void tag(WriteTx tx, TenantId tenant, Jid person, List<String> add, List<String> remove) {
        add.forEach(tag -> people.tag(tx, tenant, person, tag));
        remove.forEach(tag -> people.untag(tx, tenant, person, tag));
    }

    @Override
    public List<Jid> tagged(ReadTx tx, TenantId tenant, String tag) {
        List<Jid> all = new ArrayList<>();
        long after = 0;
        List<Person> page = people.page(tx, tenant, PeopleQuery.ofTag(tag), after, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(person -> !person.suppressed())
                    .map(Person::jid)
                    .forEach(all::add);
            after = page.getLast().ref();
            page = people.page(tx, tenant, PeopleQuery.ofTag(tag), after, PAGE);
        }
        return all;
    }

    @Override
    public boolean optsOut(ReadTx tx, TenantId tenant, String text) {
        return optOuts.means(tx, tenant, text);
    }
}
