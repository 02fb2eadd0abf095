// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Webhooks over the API.
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(
        name = "Webhooks",
        description = "Events as signed requests to a server of yours, retried for three days, in order per chat")
public final class WebhookResource {
    private static final int URL_LIMIT = 2_000;
    private static final int SECRET_MIN = 16;
    private static final int SECRET_MAX = 200;
    private static final long LONGEST_OVERLAP = Duration.ofDays(7).toSeconds();
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,1000}");

    /// Headers that are the gateway's own.
    private static final Set<String> OWN = Set.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-signature",
            "x-hub-signature-256");

    private static final Set<String> STATES = Set.of("waiting", "delivered", "dead");

    private final Webhooks webhooks;

    public WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// What a caller says of a webhook.
    @Schema(name = "WebhookWish")
    record Wish(
            @Schema(example = "https://example.com/hooks/whatsapp") @Nullable
            String url,

            @Schema(
                    description =
                            "names, groups such as message.*, or *; session.qr and session.pairing_code only by name",
                    defaultValue = "[\"*\"]",
                    example = "[\"message.received\",\"message.status\"]")
            @Nullable
            List<String> events,

            @Schema(description = "only these sessions; all if left out") @Nullable
            List<String> sessions,

            @Schema(description = "only these chats, by address or number; all if left out") @Nullable
            List<String> chats,

            @Schema(
                    description = "of messages",
                    defaultValue = "both",
                    allowableValues = {"both", "incoming", "outgoing"})
            @Nullable
            String direction,

            @Schema(description = "sent along with every request; never shown again") @Nullable
            Map<String, String> headers,

            @Schema(description = "at creation only: your own secret, of 16 to 200 characters; minted if left out")
            @Nullable
            String secret,

            @Schema(
                    description = "native: the event; clients: {clientId, from, body, timestamp, hasMedia}",
                    defaultValue = "native",
                    allowableValues = {"native", "clients"})
            @Nullable
            String form,

            @Schema(defaultValue = "true") @Nullable Boolean enabled) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// A webhook as it is shown; the secret only when it was just made.
    @Schema(name = "Webhook")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String url,
            List<String> events,
            List<String> sessions,
            List<String> chats,
            String direction,
            @Schema(description = "names only") List<String> headers,
            String form,
            boolean enabled,

            @Schema(description = "why the gateway switched it off") @Nullable
            String cause,

            @Schema(description = "attempts that failed in a row")
            int failures,

            @Schema(description = "no attempt is made before, after many failures") @Nullable
            Instant pausedUntil,

            Instant createdAt,
            Instant updatedAt,
            @Schema(description = "shown once") @Nullable String secret) {
        static View of(Webhook webhook, @Nullable String secret) {
            EventSelection selection = webhook.selection();
            return new View(
                    webhook.id(),
                    webhook.url(),
                    selection.events(),
                    selection.sessions(),
                    selection.chats(),
                    selection.direction().text(),
                    webhook.headers().keySet().stream().sorted().toList(),
                    webhook.form().text(),
                    webhook.enabled(),
                    webhook.cause().orElse(null),
                    webhook.failures(),
                    webhook.pausedUntil().orElse(null),
                    webhook.createdAt(),
                    webhook.updatedAt(),
                    secret);
        }

        @Override
        public String toString() {
            return "View[" + id + "]";
        }
    }

    @PostMapping
    @ApiResponse(responseCode = "201", description = "The webhook with its secret, which is shown this once")
    @Operation(
            summary = "Make a webhook",
            description =
                    "Requests carry webhook-id, webhook-timestamp and webhook-signature (Standard Webhooks), x-signature"
                            + " (hex HMAC-SHA256 of the body, keyed with the secret's text) and X-Hub-Signature-256.")
    ResponseEntity<View> create(@AuthenticationPrincipal Caller caller, @RequestBody Wish wish) {
        Optional<String> secret = Optional.ofNullable(wish.secret());
        secret.ifPresent(WebhookResource::checkSecret);
        Webhook made = webhooks.create(caller, wanted(wish), secret)
                .orElseThrow(() -> refused("There are as many webhooks as there may be.", "at most " + Webhooks.MOST)
                        .refusal());
        return ResponseEntity.created(URI.create("/api/v1/webhooks/" + made.id()))
                .body(View.of(made, made.secrets().current()));
    }

    @GetMapping
    @Operation(summary = "List webhooks")
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return webhooks.page(caller, cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(webhook -> View.of(webhook, null));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Look at a webhook")
    View get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return View.of(find(caller, id), null);
    }

    @PutMapping("/{id}")
    @Operation(
            summary = "Change a webhook",
            description =
                    "Replaces everything but the secret. Headers that are left out stay; {} removes them. Switched on"
                            + " again, it goes on with what happens from then.")
    View replace(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody Wish wish) {
        Webhook webhook = find(caller, id);
        if (wish.secret() != null) {
            throw refused("The secret is changed by /rotate-secret.", "a body without secret")
                    .refusal();
        }
        Webhooks.Wish wanted = wanted(wish);
        return View.of(
                webhooks.replace(
                        caller,
                        webhook,
                        wish.headers() == null
                                ? new Webhooks.Wish(
                                        wanted.url(),
                                        wanted.form(),
                                        wanted.selection(),
                                        webhook.headers(),
                                        wanted.enabled())
                                : wanted),
                null);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a webhook", description = "With everything that waits to be delivered to it.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        webhooks.delete(caller, find(caller, id));
    }

    /// How a new secret is wanted.
    @Schema(name = "SecretRotation")
    record Rotation(
            @Schema(description = "your own; minted if left out") @Nullable
            String secret,

            @Schema(description = "how long the former secret signs beside the new one", defaultValue = "86400")
            @Nullable
            Long overlapSeconds) {
        @Override
        public String toString() {
            return "Rotation";
        }
    }

    @PostMapping("/{id}/rotate-secret")
    @Operation(
            summary = "Rotate the secret",
            description =
                    "webhook-signature carries both signatures during the overlap; the other two headers use the new"
                            + " secret at once.")
    View rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Rotation body) {
        Webhook webhook = find(caller, id);
        Rotation rotation = body == null ? new Rotation(null, null) : body;
        Optional<String> secret = Optional.ofNullable(rotation.secret());
        secret.ifPresent(WebhookResource::checkSecret);
        long overlap = Objects.requireNonNullElse(rotation.overlapSeconds(), 86_400L);
        if (overlap < 0 || overlap > LONGEST_OVERLAP) {
            throw refused("The overlap is out of bounds.", "overlapSeconds from 0 to " + LONGEST_OVERLAP)
                    .refusal();
        }
        Webhook rotated = webhooks.rotate(caller, webhook, secret, Duration.ofSeconds(overlap));
        return View.of(rotated, rotated.secrets().current());
    }

    /// How a test call went.
    @Schema(name = "WebhookTest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestView(
            boolean ok, @Nullable Integer status, @Nullable String reason, long millis) {}

    @PostMapping("/{id}/test")
    @Operation(
            summary = "Make a test call",
            description = "Sends an event webhook.test at once and tells what came back.")
    TestView test(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Outcome outcome = webhooks.test(find(caller, id));
        return new TestView(
                outcome.good(),
                outcome.status().orElse(null),
                outcome.good() ? null : outcome.reason(),
                outcome.millis());
    }

    @PostMapping("/{id}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Try again now", description = "Ends the pause after failures; what waits is tried at once.")
    void resume(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        webhooks.resume(caller, find(caller, id));
    }

    @GetMapping("/{id}/deliveries")
    @Operation(summary = "The delivery log", description = "Newest first; state=dead is the dead letters.")
    Page<DeliveryStore.Delivery> deliveries(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Webhook webhook = find(caller, id);
        if (state != null && !STATES.contains(state)) {
            throw refused("The state is not known.", "waiting, delivered or dead")
                    .refusal();
        }
        return webhooks.deliveries(webhook, Optional.ofNullable(state), before(cursor), Cursor.limit(limit));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    @PostMapping("/{id}/deliveries/{delivery}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Deliver once more", description = "With the same webhook-id, so that a receiver can tell.")
    Replayed replay(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable long delivery) {
        if (!webhooks.replay(caller, find(caller, id), delivery)) {
            throw Problem.of(ProblemKind.DELIVERY_NOT_FOUND, "The webhook has no delivery with this id.")
                    .refusal();
        }
        return new Replayed(1);
    }

    /// A range of events by their numbers.
    @Schema(name = "ReplayRange")
    record Range(
            @Schema(description = "seq of the first event", example = "1") @Nullable
            Long from,

            @Schema(description = "seq of the last event; the newest if left out") @Nullable
            Long to) {}

    /// How many events are delivered again.
    @Schema(name = "Replayed")
    record Replayed(int deliveries) {}

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Deliver a range of events once more", description = "Those that the webhook wants now.")
    Replayed replayRange(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody Range range) {
        Webhook webhook = find(caller, id);
        long from = Objects.requireNonNullElse(range.from(), 0L);
        long to = Objects.requireNonNullElse(range.to(), Long.MAX_VALUE - 1);
        if (from < 1 || to < from) {
            throw refused("The range is not one.", "from of at least 1, and to that is not less")
                    .refusal();
        }
        return new Replayed(webhooks.replay(caller, webhook, from, to));
    }

    private Webhook find(Caller caller, String id) {
        return webhooks.find(caller, id)
                .orElseThrow(() -> Problem.of(ProblemKind.WEBHOOK_NOT_FOUND, "You have no webhook with this id.")
                        .withAdvice("GET /api/v1/webhooks lists them.")
                        .refusal());
    }

    private static Webhooks.Wish wanted(Wish wish) {
        String form = Objects.requireNonNullElse(wish.form(), "native");
        if (Arrays.stream(Form.values()).noneMatch(one -> one.text().equals(form))) {
            throw refused("The form is not known.", "native or clients").refusal();
        }
        return new Webhooks.Wish(
                url(wish.url()),
                Form.of(form),
                EventSelection.wanted(wish.events(), wish.sessions(), wish.chats(), wish.direction()),
                headers(wish.headers()),
                Objects.requireNonNullElse(wish.enabled(), true));
    }

    private static String url(@Nullable String url) {
        Refusal refusal = refused(
                        "The url is not one that can be called.", "an http or https address without user name")
                .refusal();
        if (url == null || url.length() > URL_LIMIT) {
            throw refusal;
        }
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null) {
                throw refusal;
            }
        } catch (URISyntaxException _) {
            throw refusal;
        }
        return url;
    }

    private static Map<String, String> headers(@Nullable Map<String, String> headers) {
        if (headers == null) {
            return Map.of();
        }
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()
                    || value == null
                    || !HEADER_VALUE.matcher(value).matches()
                    || OWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw refused(
                                "A header cannot be sent.",
                                "names of headers that are not the gateway's own, values of printable ASCII")
                        .refusal();
            }
        });
        return headers;
    }

    private static void checkSecret(String secret) {
        if (secret.length() < SECRET_MIN || secret.length() > SECRET_MAX) {
            throw refused(
                            "The secret has another length.",
                            "secret of " + SECRET_MIN + " to " + SECRET_MAX + " characters")
                    .refusal();
        }
    }

    private static Problem refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail).withAccepted(accepted);
    }
}
