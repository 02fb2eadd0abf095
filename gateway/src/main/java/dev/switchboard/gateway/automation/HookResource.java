// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Calls of other systems that begin an automation.
@RestController
@RequestMapping("/api/v1/automations")
@Tag(name = "Automations")
public final class HookResource {
    /// What the security of requests lets through, as the token is looked at here.
    public static final String OPEN = "/api/v1/automations/hooks";

    private static final long LONGEST = Duration.ofDays(3_650).toSeconds();

    private final Parts parts;

    HookResource(Parts parts) {
        this.parts = parts;
    }

    /// What it works with.
    record Parts(
            Hooks hooks,
            Automations automations,
            Runner runner,
            Sessions sessions,
            Database database,
            RandomGenerator random,
            Engine engine) {}

    /// How a token is wanted.
    @Schema(name = "HookTokenWish")
    record Wish(
            @Schema(description = "how long it is good for; for good if left out", example = "31536000") @Nullable
            Long lifeSeconds,

            @Schema(description = "whether all tokens of the automation there were end", defaultValue = "false")
            @Nullable
            Boolean renew) {}

    /// A token.
    @Schema(name = "HookToken")
    record Token(
            @Schema(description = "shown once; sent along as the header X-Automation-Token")
            String token,

            @Schema(example = OPEN) String path) {
        @Override
        public String toString() {
            return "Token";
        }
    }

    @PostMapping("/{automation}/token")
    @Operation(
            summary = "Get a token for calls that begin an automation",
            description = "It is signed, is good for this automation alone, and is shown this once.")
    Token token(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String automation,
            @RequestBody(required = false) @Nullable Wish wish) {
        Flow flow = parts.automations().find(caller, automation).orElseThrow(AutomationResource::unknown);
        Long life = wish == null ? null : wish.lifeSeconds();
        if (life != null && (life < 1 || life > LONGEST)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field lifeSeconds is out of bounds.")
                    .withAccepted("1 to " + LONGEST)
                    .refusal();
        }
        boolean renew = wish != null && Boolean.TRUE.equals(wish.renew());
        return new Token(parts.hooks().issue(flow, Optional.ofNullable(life).map(Duration::ofSeconds), renew), OPEN);
    }

    /// How a call was taken.
    @Schema(name = "HookAnswer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Taken(
            boolean started,

            @Schema(
                    description = "why not: suppressed, handed_to_a_person, conditions_or_limits, repeated, disabled",
                    example = "repeated")
            @Nullable
            String reason) {}

    @PostMapping("/hooks")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Begin an automation by its token",
            description =
                    "The body says whom it is for (to) and, unless the automation has a session of its own, by which session;"
                            + " all of it is there as call. With an Idempotency-Key it begins once.")
    Taken call(
            @RequestHeader(name = "X-Automation-Token", required = false) @Nullable String token,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable JsonNode body) {
        Flow flow = Optional.ofNullable(token)
                .flatMap(parts.hooks()::open)
                .orElseThrow(() -> Problem.of(ProblemKind.UNAUTHENTICATED, "The token is missing or not valid.")
                        .withAccepted("X-Automation-Token as POST /api/v1/automations/{automation}/token gives it")
                        .refusal());
        if (body == null || !body.isObject()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The body is no object.")
                    .withAccepted("{\"to\": ...}")
                    .refusal();
        }
        Flows.Ready ready = Flows.ready(flow, flow.text(), flow.settings());
        if (ready.definition().triggers().stream().noneMatch(Trigger.Webhook.class::isInstance)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The automation has no trigger of type webhook.")
                    .refusal();
        }
        if (!flow.enabled()) {
            return new Taken(false, "disabled");
        }
        Jid person =
                AnyAddress.person(body.path("to").asString(body.path("phone").asString("")));
        Session session = session(flow, body);
        String cause = "webhook:" + (key == null || key.isBlank() ? unique() : key.strip());
        Optional<String> not = parts.database()
                .write(tx -> RunStore.begun(tx, flow.ref(), session.key().ref(), person, cause)
                        ? Optional.of("repeated")
                        : parts.runner().begin(tx, ready, session, person, cause, body));
        parts.engine().nudge();
        return new Taken(not.isEmpty(), not.orElse(null));
    }

    private Session session(Flow flow, JsonNode body) {
        TenantId tenant = flow.tenant();
        String own = flow.session();
        String id = own == null ? body.path("session").asString("") : own;
        return parts.sessions()
                .find(tenant, id)
                .orElseThrow(() -> Problem.of(ProblemKind.SESSION_NOT_FOUND, "There is no session with this id.")
                        .withAccepted("session: the id of one")
                        .refusal());
    }

    private String unique() {
        byte[] bytes = new byte[8];
        parts.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
