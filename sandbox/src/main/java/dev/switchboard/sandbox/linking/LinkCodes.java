// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Linking by a code that is typed at the phone: the server only carries the exchange between client and phone, and
/// watches its limits. A number that has no account yet gets a code like any other: whether somebody has it is nothing
/// that a client learns here.
public final class LinkCodes {

    private static final Duration LIFE = Duration.ofMinutes(3);
    private static final Duration FINISH_TIME = Duration.ofSeconds(60);
    private static final int MOST_TRIES = 3;
    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

    private final Registry registry;
    private final Refs refs;
    private final PhoneBell bell;
    private final Faults faults;
    private final StanzaIds ids;
    private final InstantSource clock;

    LinkCodes(Registry registry, Refs refs, PhoneBell bell, Faults faults, StanzaIds ids, InstantSource clock) {
        this.registry = registry;
        this.refs = refs;
        this.bell = bell;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
    }

    /// Answers a client's step.
    Node answer(PendingLink link, Node iq) {
        return switch (LinkCode.in(iq).orElse(null)) {
            case LinkCode.CompanionHello hello -> hello(link, iq, hello);
            case LinkCode.CompanionFinish finish -> finish(link, iq, finish);
            case LinkCode.PrimaryHello _, LinkCode.RefreshCode _ -> Iq.serverError(iq, 400, "bad-request");
            case LinkCode.Unknown(Node node)
            when node.hasText("stage", "get_country_code") ->
                Iq.serverResult(iq)
                        .child(Node.builder(LinkCode.TAG)
                                .attr("stage", "get_country_code")
                                .child(Node.builder("country_code").attr("iso", "US")))
                        .build();
            case LinkCode.Unknown _ -> Iq.serverError(iq, 400, "bad-request");
            case null -> Iq.serverError(iq, 501, "feature-not-implemented");
        };
    }

    private Node hello(PendingLink link, Node iq, LinkCode.CompanionHello hello) {
        if (!isNumber(hello.phone().user()) || !isDisplay(hello.platformDisplay())) {
            return Iq.serverError(iq, 400, "bad-request");
        }
        if (!hello.serverAuthKey().equals(link.companion().noise())) {
            return Iq.serverError(iq, 400, "bad-request");
        }
        Optional<Account> account = registry.account(hello.phone());
        link.code().ifPresent(old -> refs.use(old.ref()));
        Instant until = clock.instant().plus(LIFE);
        String ref = refs.issue(link, until);
        LinkCode forPhone = new LinkCode.CompanionHello(
                hello.phone(),
                hello.notifyPhone(),
                hello.wrappedEphemeral(),
                hello.serverAuthKey(),
                hello.platformId(),
                hello.platformDisplay(),
                hello.nonce(),
                Optional.of(Bytes.utf8(ref)));
        String number = account.map(Account::phone).orElse(hello.phone().user());
        link.code(new LinkCodeOffer(number, ref, until, 0, until, forPhone));
        account.ifPresent(known -> bell.ring(known, notification(forPhone.toNode())));
        return LinkCode.helloAnswer(iq, Bytes.utf8(ref));
    }

    /// A number has an account from now on: its phone hears of the client that shows a code for it.
    void made(Account account, LinkCodeOffer offer) {
        if (offer.phone().equals(account.phone()) && clock.instant().isBefore(offer.until())) {
            bell.ring(account, notification(offer.hello().toNode()));
        }
    }

    /// A client's step was answered: a fault may want another code of it.
    void answered(PendingLink link, Node iq) {
        Optional<LinkCodeOffer> offer = link.code();
        if (offer.isEmpty() || !(LinkCode.in(iq).orElse(null) instanceof LinkCode.CompanionHello)) {
            return;
        }
        faults.strike(FaultKind.LINK_CODE_REFRESH, new FaultTarget(offer.get().phone(), null, null))
                .ifPresent(fault -> link.connection()
                        .send(notification(new LinkCode.RefreshCode(
                                        Optional.of(Bytes.utf8(offer.get().ref())),
                                        fault.word("force")
                                                .filter("true"::equals)
                                                .isPresent())
                                .toNode())));
    }

    private static boolean isNumber(String user) {
        return user.length() >= LEAST_DIGITS
                && user.length() <= MOST_DIGITS
                && user.charAt(0) != '0'
                && user.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// The form that production demands: a browser, and the system in parentheses.
    private static boolean isDisplay(String display) {
        return display.matches("\\S.* \\(.+\\)");
    }

    private Node finish(PendingLink link, Node iq, LinkCode.CompanionFinish finish) {
        Optional<LinkCodeOffer> offer = link.code()
                .filter(code -> code.ref().equals(finish.ref().asUtf8()))
                .filter(code -> code.tries() > 0)
                .filter(code -> clock.instant().isBefore(code.finishUntil()));
        Optional<Account> account = offer.map(LinkCodeOffer::phone).flatMap(registry::byPhone);
        if (account.isEmpty()) {
            return Iq.serverError(iq, 404, "item-not-found");
        }
        bell.ring(account.get(), notification(finish.toNode()));
        return Iq.serverResult(iq).build();
    }

    /// Answers a phone's step: what it sends goes on to the client that has the ref.
    public Answer phoneStep(Account account, LinkCode.PrimaryHello hello) {
        PendingLink link;
        try {
            link = refs.find(hello.ref().asUtf8());
        } catch (LinkRefused e) {
            return e.reason() == LinkRefused.Reason.EXPIRED_REF ? new Answer.Refused(410, "gone") : Answer.notFound();
        }
        Optional<LinkCodeOffer> offer = link.code()
                .filter(code -> code.ref().equals(hello.ref().asUtf8()))
                .filter(code -> code.phone().equals(account.phone()));
        if (offer.isEmpty()) {
            return Answer.notFound();
        }
        if (offer.get().tries() >= MOST_TRIES) {
            return new Answer.Refused(429, "rate-overlimit");
        }
        link.code(offer.get().tried(clock.instant().plus(FINISH_TIME)));
        link.connection().send(notification(hello.toNode()));
        return Answer.empty();
    }

    private Node notification(Node step) {
        return Node.builder("notification")
                .attr("type", LinkCode.TAG)
                .attr("from", Jid.SERVER)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(step)
                .build();
    }
}
