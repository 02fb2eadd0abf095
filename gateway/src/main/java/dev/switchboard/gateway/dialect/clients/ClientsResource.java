// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Attachments;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.dialect.Sending;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.pairing.QrImage;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.QrOffer;
import dev.switchboard.gateway.session.Session;
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
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// `/client` and `/clients`: making, linking, watching and sending.
@RestController
@Tag(name = "Dialect: clients")
public final class ClientsResource {
    private static final int TEXT_LIMIT = 65_536;
    private static final String ID = "clientId";

    private final Links links;
    private final Sending sending;
    private final MessageFigures figures;
    private final Attachments attachments;
    private final Bodies bodies;

    public ClientsResource(
            Links links, Sending sending, MessageFigures figures, Attachments attachments, Bodies bodies) {
        this.attachments = attachments;
        this.links = links;
        this.sending = sending;
        this.figures = figures;
        this.bodies = bodies;
    }

    /// The body that makes a client.
    @Schema(name = "ClientsCreate")
    record Create(@Nullable String clientId) {}

    /// The body that sends.
    @Schema(name = "ClientsSend")
    record Send(
            @Nullable String to,
            @Nullable String message,
            @Nullable String mediaUrl,
            @Nullable String type,
            @Nullable String caption,
            @Nullable String fileName) {
        @Override
        public String toString() {
            return "Send[]";
        }
    }

    record Created(boolean success, String clientId, String message) {}

    record Qr(boolean success, String qr, String raw) {
        @Override
        public String toString() {
            return "Qr[redacted]";
        }
    }

    record Status(
            boolean success,
            String clientId,
            String status,
            boolean hasQR,
            ClientWords.Info info,
            long messageCount,
            long lastActivity) {}

    record Entry(String clientId, String status, long messageCount, long createdAt) {}

    record Clients(boolean success, List<Entry> clients, int total) {}

    record Sent(boolean success, String messageId, String status) {}

    @PostMapping("/client/create")
    @Operation(summary = "Make a client and connect it")
    @RequestBody(content = @Content(schema = @Schema(implementation = Create.class)))
    Created create(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Create wish = bodies.read(request, Create.class);
        Session session = links.create(
                        caller, Optional.ofNullable(wish.clientId()).filter(id -> !id.isEmpty()), Optional.empty())
                .orElseThrow(() -> Problem.of(ProblemKind.SESSION_EXISTS, "A client with this id exists.")
                        .withAdvice("Use the client there is, or take another clientId.")
                        .refusal());
        return new Created(true, session.key().id(), "Client created successfully");
    }

    @GetMapping("/client/{clientId}/qr")
    @Operation(summary = "The QR code to scan")
    ResponseEntity<Qr> qr(@AuthenticationPrincipal Caller caller, @PathVariable(ID) String clientId) {
        QrOffer offer = links.qr(caller, links.find(caller, clientId))
                .orElseThrow(() -> Problem.of(ProblemKind.QR_NOT_AVAILABLE, ClientsForm.NO_QR)
                        .withAdvice("See the client's status: a connected client has none, a new one gets it soon.")
                        .refusal());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Qr(true, QrImage.of(offer.text()).dataUrl(), offer.text()));
    }

    @GetMapping("/client/{clientId}/status")
    @Operation(summary = "How a client is")
    Status status(@AuthenticationPrincipal Caller caller, @PathVariable(ID) String clientId) {
        Session session = links.find(caller, clientId);
        Instant activity = figures.newest(session)
                .filter(newest -> newest.isAfter(session.updatedAt()))
                .orElse(session.updatedAt());
        return new Status(
                true,
                clientId,
                ClientWords.status(session),
                links.showsQr(session),
                ClientWords.Info.of(session),
                figures.total(session),
                activity.toEpochMilli());
    }

    @GetMapping("/clients")
    @Operation(summary = "All clients")
    Clients clients(@AuthenticationPrincipal Caller caller) {
        List<Entry> entries = links.all(caller).stream()
                .map(session -> new Entry(
                        session.key().id(),
                        ClientWords.status(session),
                        figures.total(session),
                        session.createdAt().toEpochMilli()))
                .toList();
        return new Clients(true, entries, entries.size());
    }

    @PostMapping("/client/{clientId}/send")
    @Operation(summary = "Send a text")
    @RequestBody(content = @Content(schema = @Schema(implementation = Send.class)))
    Sent send(@AuthenticationPrincipal Caller caller, @PathVariable(ID) String clientId, HttpServletRequest request) {
        return send(caller, clientId, bodies.read(request, Send.class));
    }

    @PostMapping("/client/my/send")
    @Operation(summary = "Send a text from the client that the header names")
    @RequestBody(content = @Content(schema = @Schema(implementation = Send.class)))
    Sent sendFromMine(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String clientId,
            HttpServletRequest request) {
        return send(caller, Named.client(caller, null, clientId), bodies.read(request, Send.class));
    }

    private Sent send(Caller caller, String clientId, Send wish) {
        Session session = links.find(caller, clientId);
        Jid to = Optional.ofNullable(wish.to())
                .flatMap(ClientWords::recipient)
                .orElseThrow(() -> Problem.of(
                                ProblemKind.INVALID_RECIPIENT, "The field to is missing or no WhatsApp address.")
                        .withAdvice("Write the number as [country code][number]@c.us, as in 14155551234@c.us.")
                        .withAccepted(ClientWords.FORMS)
                        .refusal());
        return switch (sending.send(caller, session, command(session, to, wish))) {
            case Sending.Outcome.Taken(String id, var message) ->
                new Sent(
                        true,
                        "true_" + ClientWords.address(to) + "_" + id,
                        message.status() == null ? "queued" : message.status());
            case Sending.Outcome.NotConnected _ ->
                throw Problem.of(ProblemKind.NOT_CONNECTED, ClientsForm.NOT_CONNECTED)
                        .withAdvice(session.linked() ? session.status().advice() : "Scan the QR code of the client.")
                        .refusal();
            case Sending.Outcome.Blocked blocked ->
                throw Problem.of(
                                ProblemKind.RATE_LIMITED,
                                "Rate limit exceeded (" + blocked.words() + "). Retry after "
                                        + Math.max(
                                                1,
                                                blocked.retryAfter()
                                                        .plusMillis(999)
                                                        .toSeconds()) + " seconds.")
                        .withRetryAfter(blocked.retryAfter())
                        .refusal();
            case Sending.Outcome.Refused(String _, String code) ->
                throw Problem.of(ProblemKind.MESSAGE_REFUSED, "The network refused the message: " + code + ".")
                        .refusal();
        };
    }

    private SendCommand command(Session session, Jid to, Send wish) {
        String text = wish.message();
        String url = wish.mediaUrl();
        if (url != null && !url.isBlank()) {
            MediaKind kind = Attachments.kind(wish.type() == null ? "image" : wish.type())
                    .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "The type is not known.")
                            .withAccepted("image, video, audio or document")
                            .refusal());
            if (!session.takesMessages()) {
                throw Problem.of(ProblemKind.NOT_CONNECTED, ClientsForm.NOT_CONNECTED)
                        .refusal();
            }
            String caption = wish.caption() == null ? text : wish.caption();
            return attachments.command(session, to, new Attachments.File(kind, url, caption, wish.fileName()));
        }
        if (text == null || text.isBlank() || text.length() > TEXT_LIMIT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field message is missing, blank or too long.")
                    .withAccepted("message of 1 to " + TEXT_LIMIT + " characters, or mediaUrl")
                    .refusal();
        }
        return new SendCommand(to, text, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
