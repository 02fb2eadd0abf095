// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.Creation;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.setup.SetupView.LinkView;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The setup's step that links an account: makes the session, shows a code, lets a simulated phone scan it.
final class Linking {
    private static final Duration SCANNED = Duration.ofSeconds(30);
    private static final int MOST_NAMES = 100;

    private final Sessions sessions;
    private final SessionHost host;
    private final Pairing pairing;
    private final Optional<SandboxPhone> phone;

    Linking(Sessions sessions, SessionHost host, Pairing pairing, Optional<SandboxPhone> phone) {
        this.sessions = sessions;
        this.host = host;
        this.pairing = pairing;
        this.phone = phone;
    }

    /// A session for the business: the one that is named, or a new one with a name like the business's.
    Session session(Caller caller, Choices choices, @Nullable String named) {
        if (named != null) {
            return SessionLookup.find(sessions, caller, named);
        }
        String base = base(choices);
        for (int i = 1; i <= MOST_NAMES; i++) {
            String id = i == 1 ? base : base + "-" + i;
            switch (sessions.create(caller, Optional.of(id), Optional.ofNullable(choices.name()))) {
                case Creation.Created(Session session) -> {
                    return session;
                }
                case Creation.Taken _ -> {}
                case Creation.Full(long most) ->
                    throw Problem.of(
                                    ProblemKind.QUOTA_REACHED,
                                    "The tenant has all the " + most + " sessions it may have.")
                            .withAdvice("Name one of them in the field session, or have the quota raised.")
                            .refusal();
                case Creation.InvalidId _ -> throw new IllegalStateException("session id: " + id);
            }
        }
        throw Problem.of(ProblemKind.SESSION_EXISTS, "There are many sessions with this name.")
                .withAdvice("Name one of them in the field session.")
                .refusal();
    }

    private static String base(Choices choices) {
        String text = choices.name() == null ? String.valueOf(choices.type()) : choices.name();
        String id = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = id.length() > 40 ? id.substring(0, 40) : id;
        return cut.isEmpty() ? "account" : cut;
    }

    /// Connects and shows a QR code.
    LinkView byQr(Caller caller, Session session) {
        if (!session.linked()) {
            sessions.connect(caller, session);
        }
        Optional<QrOffer> offer = pairing.qr(again(session));
        LinkView view = SetupViews.link(again(session));
        return offer.map(shown -> new LinkView(
                        view.session(),
                        view.name(),
                        view.state(),
                        view.linked(),
                        view.advice(),
                        shown.text(),
                        QrImage.of(shown.text()).dataUrl(),
                        null,
                        shown.expires(),
                        view.account()))
                .orElse(view);
    }

    /// Connects and shows a code to type.
    LinkView byCode(Caller caller, Session session, String phoneNumber) {
        if (session.linked()) {
            return SetupViews.link(session);
        }
        return switch (pairing.code(caller, session, phoneNumber)) {
            case Pairing.CodeAnswer.Given(String code, var expires) -> {
                LinkView view = SetupViews.link(again(session));
                yield new LinkView(
                        view.session(),
                        view.name(),
                        view.state(),
                        view.linked(),
                        view.advice(),
                        null,
                        null,
                        code,
                        expires,
                        view.account());
            }
            case Pairing.CodeAnswer.Refused(int number) ->
                throw Problem.of(
                                ProblemKind.PAIRING_CODE_REFUSED,
                                "The network refused to give a pairing code (its number: " + number + ").")
                        .withAdvice("Check the phone number; after several tries wait some minutes.")
                        .refusal();
            case Pairing.CodeAnswer.NoAnswer _ ->
                throw Problem.of(ProblemKind.PAIRING_CODE_REFUSED, "The network gave no pairing code in time.")
                        .withAdvice("Try again in a moment, or scan the QR code.")
                        .refusal();
        };
    }

    /// Lets a simulated phone scan, and waits until the session is connected.
    LinkView scan(Caller caller, Session session) {
        SandboxPhone scanner = phone.orElseThrow(
                () -> Problem.of(ProblemKind.NOT_FOUND, "There are no simulated phones: this is no demo.")
                        .withAdvice("Scan the QR code with a phone.")
                        .refusal());
        if (session.linked()) {
            return SetupViews.link(session);
        }
        sessions.connect(caller, session);
        QrOffer offer = pairing.qr(again(session))
                .orElseThrow(() -> Problem.of(ProblemKind.QR_NOT_AVAILABLE, "The session shows no QR code.")
                        .withAdvice(again(session).status().advice())
                        .refusal());
        if (scanner.scan(offer.text()) instanceof SandboxPhone.Scan.Refused(String reason)) {
            throw Problem.of(ProblemKind.NETWORK_REFUSED, "The phone did not link: " + reason)
                    .refusal();
        }
        host.live(session.key()).ifPresent(this::settle);
        return SetupViews.link(again(session));
    }

    private void settle(LiveSession live) {
        try {
            host.await(live, now -> now.state() == LinkState.CONNECTED, SCANNED);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Session again(Session session) {
        return sessions.find(session.key().tenant(), session.key().id()).orElse(session);
    }

    boolean hasPhones() {
        return phone.isPresent();
    }
}
