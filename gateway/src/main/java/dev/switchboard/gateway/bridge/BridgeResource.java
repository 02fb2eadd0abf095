// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Bridges over the API, and the address that Chatwoot calls.
@RestController
@Tag(name = "Bridges", description = "A session's chats in an inbox of Chatwoot, both ways")
public final class BridgeResource {
    private static final String ROOT = "/api/v1/bridges";
    private static final String HOOK = "/bridges/chatwoot/";

    private final Bridges bridges;
    private final Sessions sessions;

    BridgeResource(Bridges bridges, Sessions sessions) {
        this.bridges = bridges;
        this.sessions = sessions;
    }

    /// What a caller wants a bridge to be.
    @Schema(name = "BridgeWish")
    record Wish(
            @Schema(description = "at creation only") @Nullable
            String session,

            @Schema(example = "https://chatwoot.example.com") @Nullable
            String url,

            @Schema(description = "number of the account there", example = "1") @Nullable
            Long account,

            @Schema(description = "number of an inbox there, of the kind API", example = "1") @Nullable
            Long inbox,

            @Schema(description = "access token of an agent or bot there; kept sealed, never shown") @Nullable
            String token,

            @Schema(description = "whether own messages are shown there too", defaultValue = "true") @Nullable
            Boolean mirror,

            @Schema(
                    description =
                            "whether automations are silent in a chat from an agent's answer until the conversation is resolved",
                    defaultValue = "true")
            @Nullable
            Boolean handOver,

            @Schema(defaultValue = "true") @Nullable Boolean enabled) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// A bridge as it is shown.
    @Schema(name = "Bridge")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String session,
            String url,
            long account,
            long inbox,
            boolean mirror,
            boolean handOver,
            boolean enabled,

            @Schema(description = "attempts that failed in a row")
            int failures,

            @Nullable Instant pausedUntil,

            @Schema(description = "why the last attempt failed") @Nullable
            String cause,

            Instant createdAt,
            Instant updatedAt,

            @Schema(description = "the path that Chatwoot's inbox has to call as its webhook; shown once") @Nullable
            String webhookPath) {
        static View of(Bridge bridge, @Nullable String secret) {
            return new View(
                    bridge.id(),
                    bridge.session(),
                    bridge.url(),
                    bridge.account(),
                    bridge.inbox(),
                    bridge.mirror(),
                    bridge.handOver(),
                    bridge.enabled(),
                    bridge.failures(),
                    bridge.pausedUntil().orElse(null),
                    bridge.cause().orElse(null),
                    bridge.createdAt(),
                    bridge.updatedAt(),
                    secret == null ? null : HOOK + secret);
        }

        @Override
        public String toString() {
            return "View[" + id + "]";
        }
    }

    @PostMapping(ROOT)
    @ApiResponse(responseCode = "201", description = "The bridge with the path for Chatwoot's webhook, shown this once")
    @Operation(summary = "Bridge a session to an inbox of Chatwoot")
    ResponseEntity<View> create(@AuthenticationPrincipal Caller caller, @RequestBody Wish wish) {
        Session session = SessionLookup.find(sessions, caller, wish.session() == null ? "" : wish.session());
        if (wish.token() == null || wish.token().isBlank()) {
            throw refused("The field token is missing.", "an access token of an agent or bot there");
        }
        Bridges.Made made = bridges.create(caller, session, wanted(wish));
        return ResponseEntity.created(URI.create(ROOT + "/" + made.bridge().id()))
                .body(View.of(made.bridge(), made.secret()));
    }

    @GetMapping(ROOT)
    @Operation(summary = "List bridges")
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return bridges.page(caller, number(cursor), Cursor.limit(limit)).map(bridge -> View.of(bridge, null));
    }

    private static long number(@Nullable String cursor) {
        try {
            return cursor == null ? 0 : Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    @GetMapping(ROOT + "/{bridge}")
    @Operation(summary = "Look at a bridge")
    View get(@AuthenticationPrincipal Caller caller, @PathVariable String bridge) {
        return View.of(find(caller, bridge), null);
    }

    @PutMapping(ROOT + "/{bridge}")
    @Operation(summary = "Change a bridge", description = "The token stays if it is left out.")
    View replace(@AuthenticationPrincipal Caller caller, @PathVariable String bridge, @RequestBody Wish wish) {
        return View.of(bridges.replace(caller, find(caller, bridge), wanted(wish)), null);
    }

    @DeleteMapping(ROOT + "/{bridge}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a bridge", description = "Nothing is deleted at Chatwoot.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String bridge) {
        bridges.delete(caller, find(caller, bridge));
    }

    @PostMapping(ROOT + "/{bridge}/rotate-secret")
    @Operation(summary = "Get a new path for Chatwoot's webhook", description = "The old one ends.")
    View rotate(@AuthenticationPrincipal Caller caller, @PathVariable String bridge) {
        Bridge found = find(caller, bridge);
        return View.of(found, bridges.rotate(caller, found));
    }

    /// How a look at the inbox went.
    @Schema(name = "BridgeTest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestView(
            boolean ok,
            @Nullable String inbox,
            @Nullable String kind,
            @Nullable String reason) {}

    @PostMapping(ROOT + "/{bridge}/test")
    @Operation(summary = "Look whether the inbox can be reached", description = "And whether it is of the kind API.")
    TestView test(@AuthenticationPrincipal Caller caller, @PathVariable String bridge) {
        Bridge found = find(caller, bridge);
        try {
            JsonNode inbox = bridges.client(found).inbox(found.inbox());
            String kind = inbox.path("channel_type").asString("");
            boolean right = kind.equals("Channel::Api");
            return new TestView(
                    right, inbox.path("name").asString(""), kind, right ? null : "the inbox is not of the kind API");
        } catch (Chatwoot.Refused refused) {
            return new TestView(false, null, null, refused.reason());
        }
    }

    @PostMapping(HOOK + "{secret}")
    @SecurityRequirements
    @Operation(
            summary = "Take in an event of Chatwoot",
            description = "The secret in the path is the credential. Events of no interest are taken and left alone.")
    Map<String, Boolean> arrived(@PathVariable String secret, @RequestBody(required = false) @Nullable JsonNode body) {
        if (body == null || !body.isObject() || !bridges.arrived(secret, body)) {
            throw Problem.of(ProblemKind.NOT_FOUND, "There is no bridge with this address.")
                    .refusal();
        }
        return Map.of("received", true);
    }

    private Bridge find(Caller caller, String id) {
        return bridges.find(caller, id)
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "You have no bridge with this id.")
                        .withAdvice("GET /api/v1/bridges lists the bridges there are.")
                        .refusal());
    }

    private static Bridges.Wish wanted(Wish wish) {
        Long account = wish.account();
        Long inbox = wish.inbox();
        if (account == null || account < 1 || inbox == null || inbox < 1) {
            throw refused("The field account or inbox is missing.", "their numbers there, as in its addresses");
        }
        return new Bridges.Wish(
                address(wish.url()),
                account,
                inbox,
                Optional.ofNullable(wish.token()).filter(token -> token.matches("[\\x21-\\x7e]{8,500}")),
                wish.mirror() == null || wish.mirror(),
                wish.handOver() == null || wish.handOver(),
                wish.enabled() == null || wish.enabled());
    }

    private static String address(@Nullable String url) {
        try {
            URI uri = new URI(url == null ? "" : url.strip());
            String scheme = uri.getScheme();
            if (("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null && uri.getQuery() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw refused("The field url is no address.", "https://...");
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
