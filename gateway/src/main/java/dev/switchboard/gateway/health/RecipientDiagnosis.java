// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.health.SessionDiagnosis.Check;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Looks for what keeps messages from arriving: in general, and at one person.
public final class RecipientDiagnosis {
    private static final Duration DAY = Duration.ofDays(1);

    /// What to do about failures, by their code.
    private static final Map<String, String> ADVICE = Map.of(
            "not-on-whatsapp", "Check the numbers before sending: POST .../contacts/check.",
            "not-trusted-yet", "Write to people who have written first; the network holds strangers' messages back.",
            "too-many-new-chats", "Begin fewer new chats a day.",
            "rate-limited", "Send more slowly: PUT .../send-policy.",
            "not-allowed", "The recipients do not accept messages of this account; take them off the list.",
            "server-trouble", "The network has trouble; send again later.");

    private final Database database;
    private final LiveLinks links;
    private final Sessions sessions;
    private final MessageFigures figures;
    private final InstantSource time;

    public RecipientDiagnosis(
            Database database, LiveLinks links, Sessions sessions, MessageFigures figures, InstantSource time) {
        this.database = database;
        this.links = links;
        this.sessions = sessions;
        this.figures = figures;
        this.time = time;
    }

    /// Whether messages failed lately, and why.
    Check failures(Session session) {
        Map<String, Long> failures = figures.failures(session, time.instant().minus(DAY));
        if (failures.isEmpty()) {
            return Check.good("failures", "No message failed in the last 24 hours.");
        }
        return Check.bad(
                "failures",
                "Failed in the last 24 hours: " + SessionDiagnosis.spell(failures) + ".",
                advice(failures.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("")));
    }

    private static String advice(String code) {
        return ADVICE.getOrDefault(code, "The status of each of those messages says what to do.");
    }

    /// Looks at one recipient.
    List<Check> of(Session session, String address) {
        Optional<Jid> parsed = AnyAddress.parseSendable(address);
        if (parsed.isEmpty()) {
            return List.of(Check.bad("address", "This is no address of a person or group.", AnyAddress.FORMS));
        }
        Jid jid = parsed.get();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.good("address", "The address has a form that is understood."));
        if (jid.isPn()) {
            checks.add(asked("registered", session, link -> registered(link, jid)));
        }
        if (!jid.isGroup()) {
            checks.add(asked("blocked", session, link -> blocked(link, session, jid)));
        }
        History history = history(session, jid);
        checks.add(trust(session, history, jid));
        checks.add(last(history));
        return checks;
    }

    /// What a question to the network found; the network is asked no more than the session may ask.
    private Check asked(String name, Session session, Function<ProviderLink, Check> question) {
        try {
            return question.apply(links.connected(session));
        } catch (Refusal refusal) {
            return Check.bad(
                    name,
                    "The network could not be asked: " + refusal.problem().detail(),
                    refusal.problem().retryAfter() == null
                            ? "Link and connect the session first."
                            : "Ask again in " + refusal.problem().retryAfter() + " seconds.");
        }
    }

    private static Check registered(ProviderLink link, Jid jid) {
        return switch (link.people().check(List.of(jid.user()))) {
            case Answer.Given<List<ProviderPeople.Check>>(var found) ->
                found.stream().anyMatch(ProviderPeople.Check::registered)
                        ? Check.good("registered", "The number is on WhatsApp.")
                        : Check.bad(
                                "registered",
                                "The number is not on WhatsApp.",
                                "Check the number and its country code with the recipient.");
            case Answer.Refused<List<ProviderPeople.Check>> _,
                    Answer.TimedOut<List<ProviderPeople.Check>> _,
                    Answer.NotConnected<List<ProviderPeople.Check>> _ ->
                Check.bad("registered", "The network did not say whether the number is on WhatsApp.", "Try again.");
        };
    }

    private Check blocked(ProviderLink link, Session session, Jid jid) {
        if (!(link.people().blocked() instanceof Answer.Given<List<Party>>(List<Party> blocked))) {
            return Check.good("blocked", "The network did not say whom the account has blocked.");
        }
        Jid canonical = canonical(session, jid);
        boolean held = blocked.stream()
                .anyMatch(party -> party.jid().bare().equals(jid.bare())
                        || canonical(session, party.jid()).equals(canonical));
        return held
                ? Check.bad("blocked", "The account has blocked this person.", "Unblock them, then send again.")
                : Check.good("blocked", "The account has not blocked this person.");
    }

    private Jid canonical(Session session, Jid jid) {
        return database.read(tx -> AddressBook.canonical(tx, session.key().ref(), jid));
    }

    /// What there was with a recipient.
    private record History(
            long received, Optional<Instant> lastSent, Optional<String> failure, Optional<Delivery> status) {}

    private History history(Session session, Jid jid) {
        String chat = canonical(session, jid).toString();
        long ref = session.key().ref();
        return database.read(tx -> tx.one(
                        "SELECT at, status, failure FROM message WHERE session_ref = ? AND chat = ? AND from_me = 1"
                                + " ORDER BY at DESC, ref DESC LIMIT 1",
                        row -> new History(
                                0,
                                Optional.of(row.time(1)),
                                Optional.ofNullable(row.textOrNull(3)),
                                Optional.of(Delivery.ofRank((int) row.number(2)))),
                        ref,
                        chat)
                .map(last -> new History(received(tx, ref, chat), last.lastSent(), last.failure(), last.status()))
                .orElseGet(() ->
                        new History(received(tx, ref, chat), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static long received(dev.switchboard.gateway.storage.ReadTx tx, long session, String chat) {
        return tx.number(
                "SELECT count(*) FROM message WHERE session_ref = ? AND chat = ? AND from_me = 0", session, chat);
    }

    private Check trust(Session session, History history, Jid jid) {
        boolean refused = history.failure().filter("not-trusted-yet"::equals).isPresent();
        if (refused) {
            return Check.bad(
                    "trust",
                    "The network refused the last message (463): this person has given the account no token to write.",
                    "Let them write first, or wait until the account is trusted more.");
        }
        if (jid.isGroup() || history.received() > 0) {
            return Check.good("trust", "The chat is not a cold one: they have written before.");
        }
        return sessions.restriction(session).isPresent()
                ? Check.bad(
                        "trust",
                        "They have never written, and the network holds the account back from new chats.",
                        "Messages to them wait until then; let them write first.")
                : Check.good("trust", "They have never written: this is a new chat, which the network counts.");
    }

    private static Check last(History history) {
        if (history.status().isEmpty()) {
            return Check.good("last-message", "Nothing was sent to them yet.");
        }
        String when = history.lastSent().map(at -> " of " + at).orElse("");
        return history.failure()
                .map(code ->
                        Check.bad("last-message", "The last message" + when + " failed: " + code + ".", advice(code)))
                .orElseGet(() -> Check.good(
                        "last-message",
                        "The last message" + when + " is "
                                + history.status().get().text() + "."));
    }
}
