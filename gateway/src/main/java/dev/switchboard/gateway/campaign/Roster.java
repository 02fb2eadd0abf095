// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.audience.Person;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Writes down whom a campaign is for, some hundred in a transaction. Who is there already is not written down again,
/// so that an interrupted beginning can be repeated.
final class Roster {
    static final int BATCH = 500;

    /// How many recipients a campaign may have.
    static final int MOST = 500_000;

    private final Database database;
    private final CampaignParts parts;
    private final CampaignParts.Tools tools;
    private final List<Consumer<Campaign>> beginnings = new CopyOnWriteArrayList<>();

    Roster(Database database, CampaignParts parts, CampaignParts.Tools tools) {
        this.database = database;
        this.parts = parts;
        this.tools = tools;
    }

    /// Names who hears of campaigns that get recipients, before they do.
    void onNew(Consumer<Campaign> listener) {
        beginnings.add(listener);
    }

    /// Adds people; the answer is how many were not there.
    int add(Campaign campaign, List<Addressee> people) {
        int added = 0;
        for (int i = 0; i < people.size(); i += BATCH) {
            List<Addressee> batch = people.subList(i, Math.min(people.size(), i + BATCH));
            added += database.write(tx -> add(tx, campaign, batch, Instant.EPOCH));
        }
        return added;
    }

    /// Adds people in a transaction.
    ///
    /// @param due when their turn is
    int add(WriteTx tx, Campaign campaign, List<Addressee> people, Instant due) {
        beginnings.forEach(listener -> listener.accept(campaign));
        int[] turns = campaign.plan().turns();
        long position = RecipientStore.nextPosition(tx, campaign.ref());
        int added = 0;
        for (Addressee addressee : people) {
            Jid jid = AddressBook.canonical(tx, campaign.sessionRef(), addressee.jid());
            RecipientStore.Fresh fresh = new RecipientStore.Fresh(
                    position,
                    new Addressee(jid, addressee.values(), addressee.language()),
                    turns[(int) (position % turns.length)],
                    tools.provider().newMessageId(jid),
                    due);
            if (parts.recipients().insert(tx, campaign, fresh)) {
                position++;
                added++;
            }
        }
        return added;
    }

    /// Adds those a question finds, as they are known now; the answer is how many were not there.
    int add(Campaign campaign, PeopleQuery query) {
        int added = 0;
        long after = 0;
        List<Person> people;
        do {
            people = tools.people().page(campaign.tenant(), query, after, BATCH).items();
            added += add(campaign, people.stream().map(Roster::addressee).toList());
            after = people.isEmpty() ? after : people.getLast().ref();
        } while (people.size() == BATCH && added < MOST);
        return added;
    }

    /// A person with what is known of them.
    static Addressee addressee(Person person) {
        Map<String, String> values = new LinkedHashMap<>(person.variables());
        person.name().ifPresent(name -> values.putIfAbsent("name", name));
        return new Addressee(person.jid(), values, person.language().orElse(null));
    }

    /// What of somebody's values is missing or does not fit, in words; empty if nothing.
    static Optional<String> flaw(CampaignPlan plan, Addressee addressee) {
        for (CampaignPlan.Variant variant : plan.messages()) {
            Template.Rendered rendered =
                    variant.template().render(addressee.values(), addressee.language(), plan.place());
            if (!rendered.missing().isEmpty()) {
                return Optional.of("has no value for " + String.join(", ", rendered.missing()));
            }
            if (!rendered.misfit().isEmpty()) {
                List<String> names = new ArrayList<>(rendered.misfit().keySet());
                return Optional.of(
                        names.getFirst() + " has to be " + rendered.misfit().get(names.getFirst()));
            }
        }
        return Optional.empty();
    }
}
