// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.messaging.Recipient;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionProfile;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/connect`, `/disconnect`, `/reconnect`, `/send-message`, `/session-status` and `/sessions`.
@RestController
@Tag(name = "Dialect: sessions")
public final class SessionsResource {
    private static final int TEXT_LIMIT = 65_536;
    private static final int LABEL_LIMIT = 200;

    private final Links links;
    private final Sending sending;
    private final SessionProfiles profiles;
    private final Bodies bodies;

    public SessionsResource(Links links, Sending sending, SessionProfiles profiles, Bodies bodies) {
        this.links = links;
        this.sending = sending;
        this.profiles = profiles;
        this.bodies = bodies;
    }

    /// The body that connects; the number is a label and never chooses how to link.
    @Schema(name = "SessionsConnect")
    record Connection(
            @Nullable String sessionId,
            @Nullable String sessionName,
            @Nullable String phoneNumber) {
        @Override
        public String toString() {
            return "Connection[]";
        }
    }

    /// The body that sends a text.
    @Schema(name = "SessionsSend")
    record Send(
            @Nullable String sessionId,
            @Nullable String phoneNumber,
            @Nullable String message) {
        @Override
        public String toString() {
            return "Send[]";
        }
    }

    record Initiated(boolean success, String sessionId, String message) {}

    record Done(boolean success, String message) {}

    record Sent(boolean success, String messageId, String message) {}

    record Status(
            String sessionId,
            String status,
            String sessionName,
            String phoneNumber,
            Instant createdAt,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String qrCode) {
        @Override
        public String toString() {
            return "Status[" + sessionId + "]";
        }
    }

    record Entry(String sessionId, String status, String sessionName, String phoneNumber, Instant createdAt) {
        @Override
        public String toString() {
            return "Entry[" + sessionId + "]";
        }
    }

    record Listing(List<Entry> sessions, int total) {}

    @PostMapping("/connect")
    @Operation(summary = "Connect a session, made if there is none")
    @RequestBody(content = @Content(schema = @Schema(implementation = Connection.class)))
    Initiated connect(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Connection wish = bodies.read(request, Connection.class);
        Session session = begin(caller, wish);
        return new Initiated(true, session.key().id(), "WhatsApp connection initiated");
    }

    private Session begin(Caller caller, Connection wish) {
        Optional<String> label = label(wish);
        Optional<String> id = Optional.ofNullable(wish.sessionId()).filter(text -> !text.isBlank());
        Session session = id.isPresent()
                ? links.connected(caller, id.get(), label)
                : links.create(caller, Optional.empty(), label).orElseThrow();
        profiles.add(
                session,
                SessionProfile.ofPhone(Optional.ofNullable(wish.phoneNumber()).filter(text -> !text.isBlank())));
        return session;
    }

    private static Optional<String> label(Connection wish) {
        Optional<String> label = Optional.ofNullable(wish.sessionName()).filter(text -> !text.isBlank());
        if (label.filter(text -> text.length() > LABEL_LIMIT).isPresent()
                || (wish.phoneNumber() != null && wish.phoneNumber().length() > LABEL_LIMIT)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "sessionName or phoneNumber is too long.")
                    .withAccepted("at most " + LABEL_LIMIT + " characters each")
                    .refusal();
        }
        return label;
    }

    @PostMapping("/disconnect")
    @Operation(summary = "Disconnect a session", description = "The link is kept.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Connection.class)))
    Done disconnect(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Connection wish = bodies.read(request, Connection.class);
        links.disconnect(caller, links.find(caller, sessionId(wish.sessionId())));
        return new Done(true, "Session disconnected successfully");
    }

    @PostMapping("/reconnect")
    @Operation(summary = "Connect a session now", description = "Without a new scan while the link holds.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Connection.class)))
    Initiated reconnect(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Connection wish = bodies.read(request, Connection.class);
        Optional<Session> known = links.look(caller, sessionId(wish.sessionId()));
        Session session = known.isPresent() ? links.reconnect(caller, known.get()) : begin(caller, wish);
        return new Initiated(true, session.key().id(), "WhatsApp reconnection initiated");
    }

    @PostMapping("/send-message")
    @Operation(summary = "Send a text")
    @RequestBody(content = @Content(schema = @Schema(implementation = Send.class)))
    Sent send(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Send wish = bodies.read(request, Send.class);
        Session session = links.find(caller, sessionId(wish.sessionId()));
        Jid to = Optional.ofNullable(wish.phoneNumber())
                .flatMap(text -> text.endsWith("@g.us") ? Recipient.parseChat(text) : Recipient.parse(text))
                .orElseThrow(() -> Problem.of(
                                ProblemKind.INVALID_RECIPIENT, "The field phoneNumber is missing or no phone number.")
                        .withAccepted(Recipient.FORMS)
                        .refusal());
        String text = wish.message();
        if (text == null || text.isBlank() || text.length() > TEXT_LIMIT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field message is missing, blank or too long.")
                    .withAccepted("message of 1 to " + TEXT_LIMIT + " characters")
                    .refusal();
        }
        SendCommand command = new SendCommand(to, text, Optional.empty(), Optional.empty(), Optional.empty());
        return switch (sending.send(caller, session, command)) {
            case Sending.Outcome.Taken(String id, var _) -> new Sent(true, id, "Message sent successfully");
            case Sending.Outcome.NotConnected _ ->
                throw Problem.of(ProblemKind.NOT_CONNECTED, "Session not connected")
                        .withAdvice(session.status().advice())
                        .refusal();
            case Sending.Outcome.Blocked blocked ->
                throw Problem.of(ProblemKind.RATE_LIMITED, "The limit on " + blocked.words() + " is reached.")
                        .withRetryAfter(blocked.retryAfter())
                        .refusal();
            case Sending.Outcome.Refused(String _, String code) ->
                throw Problem.of(ProblemKind.MESSAGE_REFUSED, "The network refused the message: " + code + ".")
                        .refusal();
        };
    }

    private static String sessionId(@Nullable String id) {
        if (id == null || id.isBlank()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field sessionId is missing.")
                    .withAccepted("sessionId of a session")
                    .refusal();
        }
        return id;
    }

    @GetMapping("/session-status/{sessionId}")
    @Operation(summary = "How a session is")
    Status status(@AuthenticationPrincipal Caller caller, @PathVariable String sessionId) {
        Session session = links.find(caller, sessionId);
        return new Status(
                sessionId,
                SessionWords.status(session),
                session.label(),
                SessionWords.phone(session, profiles.of(session)),
                session.createdAt(),
                links.shownQr(session)
                        .map(offer -> QrImage.of(offer.text()).dataUrl())
                        .orElse(null));
    }

    @GetMapping("/sessions")
    @Operation(summary = "All sessions")
    Listing list(@AuthenticationPrincipal Caller caller) {
        List<Entry> entries = links.all(caller).stream()
                .map(session -> new Entry(
                        session.key().id(),
                        SessionWords.status(session),
                        session.label(),
                        SessionWords.phone(session, profiles.of(session)),
                        session.createdAt()))
                .toList();
        return new Listing(entries, entries.size());
    }
}
