// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/messages`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/messages")
@Tag(name = "Messages", description = "Sending, history, edits, reactions")
public final class MessageResource {
    static final int TEXT_LIMIT = 65_536;
    private static final int EMOJI_LIMIT = 64;
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9]{8,64}");
    static final Duration WAIT_LIMIT = Duration.ofSeconds(30);

    private final Sessions sessions;
    private final Messages messages;
    private final Senders senders;

    public MessageResource(Sessions sessions, Messages messages, Senders senders) {
        this.sessions = sessions;
        this.messages = messages;
        this.senders = senders;
    }

    /// The body that edits a message.
    @Schema(name = "MessageEdit")
    public record MessageEdit(@Nullable String text) {
        @Override
        public String toString() {
            return "MessageEdit[]";
        }
    }

    /// The body that reacts to a message.
    @Schema(name = "NewReaction")
    public record NewReaction(
            @Schema(example = "👍") @Nullable String emoji) {}

    /// What became of a request to send.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Accepted")
    public record AcceptedView(
            @Schema(description = "the final WhatsApp id", example = "3EB0C431C26A1916EB9A13")
            String id,

            @Schema(description = "how far the message has come", example = "queued") @Nullable
            String status,

            MessageView message) {}

    @PostMapping
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @ApiResponse(responseCode = "200", description = "The network has it; with wait=sent only")
    @Operation(
            summary = "Send a message",
            description =
                    "Of any kind: exactly one of the fields that say what it is. The answer comes when the message is durable,"
                            + " and has its final id: 202. With wait=sent it comes when the network has the message (200) or"
                            + " refused it (502), or after 30 s (202). A repeat with the same Idempotency-Key, or the same id,"
                            + " is answered like the first and sends nothing. While the session has reached a limit the"
                            + " answer is 429 with retryAfter and reason, or with blocked=queue the message waits.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @io.swagger.v3.oas.annotations.media.Content(
                            mediaType = "application/json",
                            examples = {
                                @ExampleObject(name = "text", value = MessageExamples.TEXT),
                                @ExampleObject(name = "reply with mention", value = MessageExamples.REPLY),
                                @ExampleObject(name = "link preview", value = MessageExamples.PREVIEW),
                                @ExampleObject(name = "image by address", value = MessageExamples.IMAGE),
                                @ExampleObject(name = "document", value = MessageExamples.DOCUMENT),
                                @ExampleObject(name = "voice note", value = MessageExamples.VOICE),
                                @ExampleObject(name = "location", value = MessageExamples.LOCATION),
                                @ExampleObject(name = "contacts", value = MessageExamples.CONTACTS),
                                @ExampleObject(name = "poll", value = MessageExamples.POLL),
                                @ExampleObject(name = "vote", value = MessageExamples.VOTE),
                                @ExampleObject(name = "event", value = MessageExamples.EVENT),
                                @ExampleObject(name = "buttons", value = MessageExamples.BUTTONS),
                                @ExampleObject(name = "list", value = MessageExamples.LIST),
                                @ExampleObject(name = "group invite", value = MessageExamples.INVITE),
                                @ExampleObject(name = "album", value = MessageExamples.ALBUM),
                                @ExampleObject(name = "forward", value = MessageExamples.FORWARD),
                                @ExampleObject(name = "reaction", value = MessageExamples.REACTION),
                                @ExampleObject(name = "edit", value = MessageExamples.EDIT),
                                @ExampleObject(name = "revoke", value = MessageExamples.REVOKE),
                                @ExampleObject(name = "pin", value = MessageExamples.PIN),
                                @ExampleObject(name = "scheduled", value = MessageExamples.SCHEDULED),
                                @ExampleObject(name = "star", value = MessageExamples.STAR)
                            }))
    ResponseEntity<AcceptedView> send(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestBody NewMessage body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestParam(required = false) @Nullable String blocked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key)
            throws InterruptedException, IOException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        boolean waits = waits(wait);
        DraftReader reader = new DraftReader(body);
        Draft draft = reader.read();
        switch (draft) {
            case Draft.Alter(String messageId, Change change) -> {
                PlanReader.none(body);
                return answer(messages.change(caller, session, messageId, change), false);
            }
            case Draft.Star(String messageId, boolean on) -> {
                PlanReader.none(body);
                return answer(senders.star(caller, session, messageId, on), false);
            }
            case Draft.Whole _, Draft.File _, Draft.Linked _, Draft.Forward _ -> {}
        }
        Jid to = recipient(body.to());
        if (draft instanceof Draft.File && !session.takesMessages()) {
            throw notConnected(session);
        }
        SendPlan plan = PlanReader.read(body, blocked, messages.whenBlocked(session));
        SendCommand command = senders.complete(session, to, draft, reader.options())
                .orElseThrow(MessageResource::unknownMessage)
                .planned(plan)
                .named(
                        Optional.ofNullable(body.id()).map(MessageResource::ownId),
                        Optional.ofNullable(key).map(MessageResource::idempotencyKey));
        Acceptance acceptance = waits && plan.sendAt().isEmpty()
                ? messages.sendAndWait(caller, session, command, WAIT_LIMIT)
                : messages.send(caller, session, command);
        return answer(acceptance, waits);
    }

    @GetMapping("/starred")
    @Operation(summary = "List starred messages", description = "Newest first.")
    Page<MessageView> starred(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return messages.starred(SessionLookup.find(sessions, caller, sessionId), cursor, Cursor.limit(limit));
    }

    @GetMapping
    @Operation(summary = "List messages", description = "Newest first; of one chat, or of all.")
    Page<MessageView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String chat,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.history(session, chat == null ? null : chat(chat), cursor, Cursor.limit(limit));
    }

    @GetMapping("/{messageId}")
    @Operation(summary = "Look at a message")
    MessageView get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String messageId) {
        return messages.find(SessionLookup.find(sessions, caller, sessionId), messageId)
                .orElseThrow(MessageResource::unknownMessage);
    }

    @PatchMapping("/{messageId}")
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @Operation(summary = "Edit an own message", description = "The new text takes effect when the network has it.")
    ResponseEntity<AcceptedView> edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String messageId,
            @RequestBody MessageEdit body) {
        return change(caller, sessionId, messageId, new Change.Edit(text(body.text())));
    }

    @DeleteMapping("/{messageId}")
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @Operation(
            summary = "Take an own message back",
            description = "For everyone; takes effect when the network has it.")
    ResponseEntity<AcceptedView> revoke(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String messageId) {
        return change(caller, sessionId, messageId, new Change.Revoke());
    }

    @PutMapping("/{messageId}/reaction")
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @Operation(summary = "React to a message")
    ResponseEntity<AcceptedView> react(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String messageId,
            @RequestBody NewReaction body) {
        String emoji = body.emoji();
        if (emoji == null || emoji.isBlank() || emoji.length() > EMOJI_LIMIT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field emoji is missing or too long.")
                    .withAccepted("emoji as text")
                    .refusal();
        }
        return change(caller, sessionId, messageId, new Change.React(emoji));
    }

    @DeleteMapping("/{messageId}/reaction")
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @Operation(summary = "Remove the own reaction")
    ResponseEntity<AcceptedView> unreact(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String messageId) {
        return change(caller, sessionId, messageId, new Change.React(""));
    }

    private ResponseEntity<AcceptedView> change(Caller caller, String sessionId, String messageId, Change change) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return answer(messages.change(caller, session, messageId, change), false);
    }

    static ResponseEntity<AcceptedView> answer(Acceptance acceptance, boolean waited) {
        return switch (acceptance) {
            case Acceptance.Accepted(String id, MessageView message, boolean repeated) -> {
                if (waited && "failed".equals(message.status())) {
                    throw Problem.of(
                                    ProblemKind.MESSAGE_REFUSED,
                                    "The network refused message " + id + ": " + message.failure() + ".")
                            .refusal();
                }
                boolean done = waited && !"queued".equals(message.status());
                yield ResponseEntity.status(done ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .headers(headers -> {
                            if (repeated) {
                                headers.set("Idempotent-Replayed", "true");
                            }
                        })
                        .body(new AcceptedView(id, message.status(), message));
            }
            case Acceptance.NotConnected(Session session) -> throw notConnected(session);
            case Acceptance.OverQuota(long most, Instant until) ->
                throw Problem.of(
                                ProblemKind.QUOTA_REACHED,
                                "The tenant has sent the " + most + " messages it may send in a day.")
                        .withAdvice("A new day begins at " + until + ".")
                        .refusal();
            case Acceptance.Blocked limit -> throw PlanReader.limited(limit);
            case Acceptance.TimeOver(String field, Instant now) -> throw PlanReader.over(field, now);
            case Acceptance.IdTaken _ ->
                throw Problem.of(ProblemKind.MESSAGE_EXISTS, "The session has another message with this id.")
                        .withAdvice("Leave id out, or take a new one.")
                        .refusal();
            case Acceptance.KeyReused _ ->
                throw Problem.of(
                                ProblemKind.IDEMPOTENCY_KEY_REUSED,
                                "The Idempotency-Key came with another request before.")
                        .withAdvice("Use a key for one request and its repeats only.")
                        .refusal();
            case Acceptance.UnknownTarget _ -> throw unknownMessage();
            case Acceptance.WrongKind _ ->
                throw Problem.of(ProblemKind.INVALID_REQUEST, "This cannot be done to a message of that kind.")
                        .withAccepted("a vote names options of the poll, an answer is for an event, an edit for a text")
                        .refusal();
            case Acceptance.NotYours _ ->
                throw Problem.of(ProblemKind.MESSAGE_NOT_YOURS, "The message was written by somebody else.")
                        .refusal();
        };
    }

    private static Refusal notConnected(Session session) {
        String advice = session.linked()
                ? session.status().advice()
                : "Link an account: POST /api/v1/sessions/" + session.key().id()
                        + "/connect, then scan the QR code of /qr.";
        return Problem.of(
                        ProblemKind.NOT_CONNECTED,
                        "The session is " + session.status().state().text() + " ("
                                + session.status().cause() + "), so it cannot send.")
                .withAdvice(advice)
                .refusal();
    }

    static Refusal unknownMessage() {
        return Problem.of(ProblemKind.MESSAGE_NOT_FOUND, "The session has no message with this id.")
                .refusal();
    }

    static Jid recipient(@Nullable String to) {
        return Optional.ofNullable(to)
                .flatMap(Recipient::parseSendable)
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_RECIPIENT, "The field to is missing or no address.")
                        .withAccepted(Recipient.FORMS + ", a group (...@g.us) or a channel (...@newsletter)")
                        .refusal());
    }

    static Jid chat(String text) {
        return Recipient.parseChat(text)
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_RECIPIENT, "The chat is not an address.")
                        .withAccepted(Recipient.FORMS + ", or the jid of a chat")
                        .refusal());
    }

    private static String text(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > TEXT_LIMIT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field text is missing, blank or too long.")
                    .withAccepted("text of 1 to " + TEXT_LIMIT + " characters")
                    .refusal();
        }
        return text;
    }

    static String ownId(String id) {
        if (!MESSAGE_ID.matcher(id).matches()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field id has a form that is not accepted.")
                    .withAccepted("id of 8 to 64 letters and digits")
                    .refusal();
        }
        return id;
    }

    static String idempotencyKey(String key) {
        if (key.isBlank() || key.length() > 255) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The Idempotency-Key is empty or too long.")
                    .withAccepted("1 to 255 characters")
                    .refusal();
        }
        return key;
    }

    static boolean waits(@Nullable String wait) {
        if (wait == null || wait.isEmpty() || wait.equals("accepted")) {
            return false;
        }
        if (wait.equals("sent")) {
            return true;
        }
        throw Problem.of(ProblemKind.INVALID_REQUEST, "The parameter wait has another form.")
                .withAccepted("wait=sent or wait=accepted")
                .refusal();
    }
}
