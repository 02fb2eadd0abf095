// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.directory.DeviceLists;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes messages, has their copies delivered, and acknowledges them: the acknowledgement means that every copy is
/// kept.
public final class MessageRouter {

    private static final int SERVER_ERROR = 500;
    private static final int RATE_LIMITED = 429;

    private final Registry registry;
    private final Map<Kind, MessageRoute> routes;
    private final RepeatFilter repeats;
    private final FirstContacts contacts;
    private final Consumer<Account> reregister;
    private final Faults faults;
    private final InstantSource clock;
    private long accepted;

    /// What a message is addressed to.
    public enum Kind {
        /// A person.
        PERSON,
        /// A group.
        GROUP,
        /// A newsletter.
        NEWSLETTER,
        /// The status list.
        STATUS
    }

    /// A router with a route for each kind.
    ///
    /// @param reregister registers the phone of an account anew
    /// @param repeats what the routes remember of the copies they deliver
    public MessageRouter(
            Registry registry,
            Map<Kind, MessageRoute> routes,
            RepeatFilter repeats,
            FirstContacts contacts,
            Consumer<Account> reregister,
            Faults faults,
            InstantSource clock) {
        this.registry = registry;
        this.routes = Map.copyOf(routes);
        this.repeats = repeats;
        this.contacts = contacts;
        this.reregister = reregister;
        this.faults = faults;
        this.clock = clock;
    }

    /// How many messages were accepted.
    public long accepted() {
        return accepted;
    }

    /// Takes one message.
    public void route(Sender sender, Node message) {
        Jid to = message.requireJid("to");
        String id = message.requireText("id");
        Device from = sender.device();
        FaultTarget place = FaultTarget.chat(from.account().phone(), from.id(), chatName(to));
        Outcome outcome = faults.strike(FaultKind.MESSAGE_ERROR, place)
                .<Outcome>map(fault -> new Outcome.Refused(fault.number("code").orElse(SERVER_ERROR)))
                .or(() -> rateLimit(place))
                .or(() -> firstContact(sender, to))
                .orElseGet(() -> deliver(from, message, to));
        repeats.save();
        if (faults.strike(FaultKind.MESSAGE_NO_ACK, place).isPresent()) {
            return;
        }
        NodeBuilder ack = Node.builder("ack")
                .attr("class", "message")
                .attr("id", id)
                .attr("from", to)
                .attr("t", clock.instant().getEpochSecond());
        switch (outcome) {
            case Outcome.Accepted(Optional<String> hash) -> {
                accepted++;
                changeIdentity(to, place);
                ack.attrIfPresent("phash", staleHash(from, to, place).or(() -> hash));
            }
            case Outcome.Posted(long number) -> {
                accepted++;
                ack.attr("server_id", number);
            }
            case Outcome.Refused(int code) -> ack.attr("error", code);
        }
        sender.answer(ack.build());
    }

    private void changeIdentity(Jid to, FaultTarget place) {
        registry.account(to)
                .filter(_ -> faults.strike(FaultKind.IDENTITY_CHANGE, place).isPresent())
                .ifPresent(reregister);
    }

    private Optional<Outcome> rateLimit(FaultTarget place) {
        return faults.strike(
                        FaultKind.RATE_LIMIT,
                        place,
                        fault -> fault.word("of").map("message"::equals).orElse(true))
                .map(_ -> new Outcome.Refused(RATE_LIMITED));
    }

    private Optional<Outcome> firstContact(Sender sender, Jid to) {
        FirstContacts.Verdict verdict = registry.account(to)
                .map(recipient -> contacts.judge(sender.device(), recipient))
                .orElse(FirstContacts.Verdict.PASS);
        if (verdict == FirstContacts.Verdict.BANNED) {
            sender.end(contacts.failure(sender.device().account()));
        }
        return verdict == FirstContacts.Verdict.PASS
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(Outcome.STRANGER));
    }

    private Outcome deliver(Device from, Node message, Jid to) {
        return kind(to).map(routes::get)
                .map(route -> route.deliver(from, message, to))
                .orElseGet(() -> new Outcome.Refused(Outcome.UNKNOWN_RECIPIENT));
    }

    private static Optional<Kind> kind(Jid to) {
        if (to.isUser()) {
            return Optional.of(Kind.PERSON);
        }
        if (to.isGroup()) {
            return Optional.of(Kind.GROUP);
        }
        if (to.isNewsletter()) {
            return Optional.of(Kind.NEWSLETTER);
        }
        return to.isStatus() ? Optional.of(Kind.STATUS) : Optional.empty();
    }

    private Optional<String> staleHash(Device from, Jid to, FaultTarget place) {
        return faults.strike(FaultKind.MESSAGE_PHASH, place).map(_ -> DeviceLists.hash(from.account(), to));
    }

    private String chatName(Jid to) {
        return to.isUser() ? registry.account(to).map(Account::phone).orElse(to.user()) : to.toString();
    }
}
