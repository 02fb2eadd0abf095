// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.pairing;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.PairingAnswer;
import dev.switchboard.gateway.session.CodeOffer;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows what a phone has to see to link an account.
public final class Pairing {
    private static final Duration FIRST_QR = Duration.ofSeconds(10);
    private static final Duration CODE_LIMIT = Duration.ofSeconds(30);
    private static final Duration CODE_EVENT = Duration.ofSeconds(2);

    private final Sessions sessions;
    private final SessionHost host;
    private final InstantSource time;

    public Pairing(Sessions sessions, SessionHost host, InstantSource time) {
        this.sessions = sessions;
        this.host = host;
        this.time = time;
    }

    /// How the request for a code ended.
    public sealed interface CodeAnswer {
        record Given(String code, @Nullable Instant expires) implements CodeAnswer {
            @Override
            public String toString() {
                return "Given[redacted]";
            }
        }

        record Refused(int number) implements CodeAnswer {}

        record NoAnswer() implements CodeAnswer {}
    }

    /// The QR code on display; while the session connects, the first one is waited for.
    public Optional<QrOffer> qr(Session session) {
        Optional<LiveSession> live = host.live(session.key());
        if (live.isEmpty() || session.linked()) {
            return Optional.empty();
        }
        try {
            host.await(
                    live.get(),
                    now -> now.qr(time.instant()).isPresent()
                            || (now.state().atRest() && !session.wanted())
                            || now.state() == LinkState.PAIRING
                            || now.state() == LinkState.CONNECTED,
                    FIRST_QR);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return live.get().qr(time.instant());
    }

    /// A code to be typed on the phone: the live one if there is one, else a new one.
    public CodeAnswer code(Caller caller, Session session, String phone) {
        Optional<CodeOffer> current = host.live(session.key()).flatMap(live -> live.codeFor(phone, time.instant()));
        if (current.isPresent()) {
            return new CodeAnswer.Given(current.get().code(), current.get().expires());
        }
        return newCode(caller, session, phone);
    }

    private CodeAnswer newCode(Caller caller, Session session, String phone) {
        sessions.connect(caller, session);
        LiveSession live = host.open(Sessions.lease(session), session.status());
        live.askedFor(phone);
        return switch (live.link().requestPairingCode(phone, CODE_LIMIT)) {
            case PairingAnswer.Given(String code) -> new CodeAnswer.Given(code, expiry(live));
            case PairingAnswer.Refused(int number) -> new CodeAnswer.Refused(number);
            case PairingAnswer.NoAnswer _ -> new CodeAnswer.NoAnswer();
        };
    }

    private @Nullable Instant expiry(LiveSession live) {
        try {
            host.await(live, now -> now.code(time.instant()).isPresent(), CODE_EVENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return live.code(time.instant()).map(CodeOffer::expires).orElse(null);
    }
}
