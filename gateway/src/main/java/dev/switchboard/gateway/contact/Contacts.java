// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.contact.ContactStore.Checked;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What callers ask about people, and do with them.
public final class Contacts {
    /// How long an answer about a number is good: who is there stays, who is not may come.
    private static final Duration GOOD = Duration.ofDays(7);

    private static final Duration GOOD_IF_ABSENT = Duration.ofHours(6);

    /// How many numbers the network is asked about: many questions look like somebody who collects numbers.
    static final int IN_ONE_REQUEST = 50;

    private static final int IN_AN_HOUR = 500;

    private final Database database;
    private final LiveLinks links;
    private final ContactRecorder recorder;
    private final InstantSource time;

    public Contacts(Database database, LiveLinks links, ContactRecorder recorder, InstantSource time) {
        this.database = database;
        this.links = links;
        this.recorder = recorder;
        this.time = time;
    }

    /// Whether a number is on WhatsApp.
    ///
    /// @param cached whether the answer is one from before
    public record NumberCheck(
            String number, boolean registered, @Nullable Address address, boolean business, boolean cached) {
        @Override
        public String toString() {
            return "NumberCheck[" + registered + "]";
        }
    }

    Page<ContactView> page(Session session, @Nullable String cursor, int limit) {
        long ref = session.key().ref();
        String after = cursor == null ? "" : Cursor.key(cursor);
        return Page.of(
                database.read(tx -> ContactStore.after(tx, ref, after, limit + 1)),
                limit,
                contact -> Cursor.of(contact.address().jid()));
    }

    /// A person by any address, or by username; one of whom nothing is kept is shown by address alone.
    ContactView find(Session session, String who) {
        long ref = session.key().ref();
        Jid person = person(session, who);
        return database.read(tx -> ContactStore.find(tx, ref, person)
                .orElseGet(() -> new ContactView(
                        AddressBook.shown(tx, ref, person),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null)));
    }

    /// The canonical address of a person.
    Jid person(Session session, String who) {
        long ref = session.key().ref();
        Optional<Jid> byName = who.startsWith("@") && who.length() > 1
                ? database.read(tx -> ContactStore.byUsername(tx, ref, who.substring(1)))
                : Optional.empty();
        return byName.orElseGet(() -> {
            Jid asked = AnyAddress.person(who);
            return database.read(tx -> AddressBook.canonical(tx, ref, asked));
        });
    }

    /// Who of these is on WhatsApp; the network is asked only about those it was not asked about lately.
    ///
    /// @throws Refusal if that would be too many
    public List<NumberCheck> check(Session session, List<String> numbers) {
        Map<String, Optional<Checked>> known = known(session, numbers);
        List<String> unknown = known.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Checked> fresh = unknown.isEmpty() ? Map.of() : ask(session, unknown);
        List<NumberCheck> checks = new ArrayList<>();
        known.forEach((number, before) -> before.or(() -> Optional.ofNullable(fresh.get(number)))
                .ifPresent(check -> checks.add(shown(session, check, before.isPresent()))));
        return checks;
    }

    private Map<String, Optional<Checked>> known(Session session, List<String> numbers) {
        Instant now = time.instant();
        Map<String, Optional<Checked>> known = new LinkedHashMap<>();
        for (String text : numbers) {
            Jid jid = AnyAddress.person(text);
            if (!jid.isPn()) {
                throw Problem.of(ProblemKind.INVALID_PHONE, "Only phone numbers can be checked.")
                        .withAccepted("numbers with country code")
                        .refusal();
            }
            known.put(
                    jid.user(),
                    database.read(tx -> ContactStore.checked(tx, session.key().ref(), jid.user()))
                            .filter(check -> check.at()
                                    .plus(check.registered() ? GOOD : GOOD_IF_ABSENT)
                                    .isAfter(now)));
        }
        return known;
    }

    private Map<String, Checked> ask(Session session, List<String> numbers) {
        Instant now = Instant.ofEpochMilli(time.millis());
        long lately =
                database.read(tx -> ContactStore.askedSince(tx, session.key().ref(), now.minus(Duration.ofHours(1))));
        if (lately + numbers.size() > IN_AN_HOUR) {
            throw Problem.of(ProblemKind.NETWORK_LIMIT, "Too many numbers were asked about in the last hour.")
                    .withAdvice("Wait; numbers that were asked about before are still answered.")
                    .refusal();
        }
        List<ProviderPeople.Check> answers =
                Answers.value(links.connected(session).people().check(numbers));
        Map<String, Checked> checks = new LinkedHashMap<>();
        write(session, (tx, lease) -> {
            for (ProviderPeople.Check answer : answers) {
                answer.person().ifPresent(person -> {
                    if (person.pn().isPresent() && person.lid().isPresent()) {
                        learn(tx, lease, person.pn().get(), person.lid().get());
                    }
                });
                Checked check = new Checked(
                        answer.number(),
                        answer.registered(),
                        answer.person()
                                .map(person -> person.pn().orElse(person.jid()).bare()),
                        answer.business(),
                        now);
                ContactStore.keep(tx, lease, check);
                checks.put(answer.number(), check);
            }
        });
        return checks;
    }

    /// A pair of addresses that an answer told; what is kept under the hidden one moves when the link's event says so
    /// too.
    private static void learn(WriteTx tx, SessionLease lease, Jid pn, Jid lid) {
        if (AddressBook.pnOf(tx, lease.key().ref(), lid).isEmpty()
                && ContactStore.find(tx, lease.key().ref(), lid.bare()).isEmpty()) {
            AddressBook.learn(tx, lease, pn, lid);
        }
    }

    private NumberCheck shown(Session session, Checked check, boolean cached) {
        Address address = check.person()
                .map(jid ->
                        database.read(tx -> AddressBook.shown(tx, session.key().ref(), jid)))
                .orElse(null);
        return new NumberCheck(check.number(), check.registered(), address, check.business(), cached);
    }

    void save(Session session, Jid person, String fullName, Optional<String> firstName) {
        Answers.value(links.connected(session).people().save(person, fullName, firstName));
        write(
                session,
                (tx, lease) -> recorder.saved(
                        tx,
                        lease,
                        new ProviderEvent.ContactSaved(
                                Party.of(person), Optional.of(fullName), firstName, Optional.empty())));
    }

    void forget(Session session, Jid person) {
        Answers.value(links.connected(session).people().forget(person));
        write(
                session,
                (tx, lease) -> recorder.saved(
                        tx,
                        lease,
                        new ProviderEvent.ContactSaved(
                                Party.of(person), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    void block(Session session, Jid person, boolean on) {
        Answers.value(links.connected(session).people().block(person, on));
        List<Party> who = List.of(Party.of(person));
        write(
                session,
                (tx, lease) -> recorder.blocked(
                        tx,
                        lease,
                        new ProviderEvent.BlocklistChanged(on ? who : List.of(), on ? List.of() : who, false)));
    }

    /// Whom the account has saved, blocked people left out.
    public List<Jid> saved(Session session, int most) {
        return database.read(tx -> ContactStore.saved(tx, session.key().ref(), most));
    }

    /// Whom the account has blocked, as the network has it.
    List<Address> blocked(Session session) {
        List<Party> blocked = Answers.value(links.connected(session).people().blocked());
        long ref = session.key().ref();
        write(
                session,
                (tx, lease) ->
                        recorder.blocked(tx, lease, new ProviderEvent.BlocklistChanged(blocked, List.of(), true)));
        return database.read(tx -> blocked.stream()
                .map(person -> AddressBook.shown(
                        tx,
                        ref,
                        person.pn().map(Jid::bare).orElseGet(() -> AddressBook.canonical(tx, ref, person.jid()))))
                .toList());
    }

    ProviderPeople people(Session session) {
        return links.connected(session).people();
    }

    private void write(Session session, BiConsumer<WriteTx, SessionLease> change) {
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            change.accept(tx, lease);
            return true;
        });
    }
}
