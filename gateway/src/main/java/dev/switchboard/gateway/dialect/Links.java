// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.session.Creation;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What all dialects do with sessions, whatever they call them.
public final class Links {
    private static final int PAGE = 500;

    /// Why a link ended that nobody stopped: whoever asks for a code again gets a new one.
    private static final Set<String> RAN_OUT = Set.of("scan-timed-out", "pairing-timed-out");

    private final Sessions sessions;
    private final Pairing pairing;

    public Links(Sessions sessions, Pairing pairing) {
        this.sessions = sessions;
        this.pairing = pairing;
    }

    /// The session with this id, which is a reason to refuse the request if there is none.
    public Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }

    public Optional<Session> look(Caller caller, String id) {
        return sessions.find(caller.tenant(), id).filter(_ -> caller.sees(id));
    }

    /// All of the caller's sessions.
    public List<Session> all(Caller caller) {
        List<Session> all = new ArrayList<>();
        String after = "";
        while (true) {
            var page = sessions.page(caller.tenant(), after, PAGE);
            page.items().stream()
                    .filter(session -> caller.sees(session.key().id()))
                    .forEach(all::add);
            if (page.next() == null) {
                return all;
            }
            after = page.next();
        }
    }

    /// Makes a session and connects it.
    ///
    /// @param id empty = one is minted
    /// @return nothing if there is one with this id
    public Optional<Session> create(Caller caller, Optional<String> id, Optional<String> label) {
        id.filter(name -> !caller.sees(name)).ifPresent(_ -> {
            throw Problem.of(ProblemKind.FORBIDDEN, "The credential is for other sessions.")
                    .refusal();
        });
        return switch (sessions.create(caller, id, label)) {
            case Creation.Created(Session session) -> Optional.of(connect(caller, session));
            case Creation.Taken _ -> Optional.empty();
            case Creation.Full(long most) ->
                throw Problem.of(ProblemKind.QUOTA_REACHED, "There are all the " + most + " sessions there may be.")
                        .refusal();
            case Creation.InvalidId _ ->
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The id has a form that is not accepted.")
                        .withAccepted(Sessions.ID_FORM)
                        .refusal();
        };
    }

    /// The session with this id, made if there is none, and connecting unless it is connected.
    public Session connected(Caller caller, String id, Optional<String> label) {
        return create(caller, Optional.of(id), label).orElseGet(() -> connect(caller, find(caller, id)));
    }

    /// Connects it unless it is connecting or connected; the answer is the session as it is then.
    public Session connect(Caller caller, Session session) {
        if (session.status().state().atRest() || session.status().state() == LinkState.RECONNECTING) {
            sessions.connect(caller, session);
        }
        return find(caller, session.key().id());
    }

    /// Connects now: at once if a try was to come later, and anew if it is connected.
    public Session reconnect(Caller caller, Session session) {
        if (session.linked() && !session.status().state().atRest()) {
            sessions.disconnect(caller, session);
            sessions.connect(caller, find(caller, session.key().id()));
        } else {
            connect(caller, session);
        }
        return find(caller, session.key().id());
    }

    /// Disconnects and keeps the link.
    public Session disconnect(Caller caller, Session session) {
        sessions.disconnect(caller, session);
        return find(caller, session.key().id());
    }

    /// Unlinks; the record stays.
    public Session logout(Caller caller, Session session) {
        sessions.logout(caller, session);
        return find(caller, session.key().id());
    }

    /// The QR code on display, waited for while the session connects. If the last one ran out unscanned, linking begins
    /// anew.
    public Optional<QrOffer> qr(Caller caller, Session session) {
        boolean ranOut = !session.linked()
                && session.status().state() == LinkState.DISCONNECTED
                && RAN_OUT.contains(session.status().cause());
        return pairing.qr(ranOut ? connect(caller, session) : session).map(Links::plain);
    }

    private static QrOffer plain(QrOffer offer) {
        return new QrOffer(plain(offer.text()), offer.expires());
    }

    /// A QR code's text as the other systems know it: without the address before the references.
    public static String plain(String text) {
        return text.substring(text.indexOf('#') + 1);
    }

    /// Whether a QR code is on display.
    public boolean showsQr(Session session) {
        return sessions.qrAvailable(session);
    }

    /// The QR code on display, if there is one.
    public Optional<QrOffer> shownQr(Session session) {
        return sessions.shownQr(session).map(Links::plain);
    }

    /// The QR code on display, waited for while the session connects; linking is not begun anew.
    public Optional<QrOffer> shownOrComing(Session session) {
        return pairing.qr(session).map(Links::plain);
    }
}
