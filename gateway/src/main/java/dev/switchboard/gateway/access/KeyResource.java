// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/api-keys`.
@RestController
@RequestMapping("/api/v1/api-keys")
@Tag(name = "Access")
public final class KeyResource {
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final long LONGEST_OVERLAP = Duration.ofDays(90).toSeconds();

    private final ApiKeys keys;
    private final InstantSource time;

    public KeyResource(ApiKeys keys, InstantSource time) {
        this.keys = keys;
        this.time = time;
    }

    /// The body that makes a key.
    @Schema(name = "NewApiKey")
    public record NewKey(
            @Schema(example = "the shop's site") @Nullable String name,
            @Schema(example = "Agent") @Nullable String role,

            @Schema(description = "the only sessions it is for; all if left out") @Nullable
            List<String> sessions,

            @Schema(description = "the only rights it has of its role's; all of them if left out") @Nullable
            List<String> permissions,

            @Schema(description = "when it ends; never if left out") @Nullable
            Instant expiresAt) {}

    /// The body that rotates a key.
    @Schema(name = "KeyRotation")
    public record Rotation(
            @Schema(description = "how long the old key stays good, in seconds; a day if left out") @Nullable
            Long overlapSeconds) {}

    /// A key; its secret is there once, when it is made.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ApiKey")
    public record KeyView(
            String id,
            @Nullable String key,
            String name,
            String role,
            List<String> sessions,
            List<String> permissions,
            boolean active,
            @Nullable String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {
        @Override
        public String toString() {
            return "KeyView[" + id + "]";
        }
    }

    /// A tenant's keys.
    @Schema(name = "ApiKeys")
    public record KeyList(List<KeyView> items) {}

    @GetMapping
    @Operation(summary = "List API keys", description = "Without their secrets, which nobody has.")
    KeyList list(@AuthenticationPrincipal Caller caller) {
        return new KeyList(
                keys.all(caller.tenant()).stream().map(key -> view(key, null)).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The key; this answer has the only copy of its secret")
    @Operation(summary = "Make an API key")
    KeyView create(@AuthenticationPrincipal Caller caller, @RequestBody NewKey body) {
        Role role = Grants.role(caller, body.role());
        if (body.expiresAt() != null && !body.expiresAt().isAfter(time.instant())) {
            throw Grants.refused("The time expiresAt is over.", "a time to come");
        }
        ApiKeys.Issued issued = keys.issue(new ApiKeys.Order(
                caller.tenant(),
                Grants.name(body.name(), "name"),
                role,
                Grants.sessions(body.sessions()),
                Grants.permissions(caller, role, body.permissions()),
                Optional.ofNullable(body.expiresAt()),
                caller.actor()));
        return view(issued.key(), issued.secret());
    }

    @GetMapping("/{keyId}")
    @Operation(summary = "Look at an API key")
    KeyView get(@AuthenticationPrincipal Caller caller, @PathVariable String keyId) {
        return view(find(caller, keyId), null);
    }

    @PostMapping("/{keyId}/rotate")
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The new key; this answer has the only copy of its secret")
    @Operation(
            summary = "Rotate an API key",
            description = "Makes a new key with the same rights; the old one stays good for a while.")
    KeyView rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String keyId,
            @RequestBody(required = false) @Nullable Rotation body) {
        ApiKeys.Key old = changeable(caller, keyId);
        if (!old.good(time.instant())) {
            throw Problem.of(ProblemKind.KEY_NOT_FOUND, "The key has ended.").refusal();
        }
        long overlap = body == null || body.overlapSeconds() == null ? OVERLAP.toSeconds() : body.overlapSeconds();
        if (overlap < 0 || overlap > LONGEST_OVERLAP) {
            throw Grants.refused("overlapSeconds is out of bounds.", "0 to " + LONGEST_OVERLAP);
        }
        ApiKeys.Issued fresh = keys.rotate(caller.tenant(), old, Duration.ofSeconds(overlap), caller.actor());
        return view(fresh.key(), fresh.secret());
    }

    @DeleteMapping("/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an API key", description = "It ends at once.")
    void revoke(@AuthenticationPrincipal Caller caller, @PathVariable String keyId) {
        keys.revoke(caller.tenant(), changeable(caller, keyId).id(), caller.actor());
    }

    private ApiKeys.Key changeable(Caller caller, String id) {
        ApiKeys.Key key = find(caller, id);
        if (!caller.role().covers(key.role())) {
            throw Grants.tooMuch();
        }
        return key;
    }

    private ApiKeys.Key find(Caller caller, String id) {
        return keys.find(caller.tenant(), id)
                .orElseThrow(() -> Problem.of(ProblemKind.KEY_NOT_FOUND, "You have no key with this id.")
                        .refusal());
    }

    private KeyView view(ApiKeys.Key key, @Nullable String secret) {
        return new KeyView(
                key.id(),
                secret,
                key.name(),
                key.role().text(),
                key.sessions().stream().sorted().toList(),
                Names.within(key.role(), key.permissions()).stream()
                        .map(Permission::text)
                        .sorted()
                        .toList(),
                key.good(time.instant()),
                key.createdBy(),
                key.createdAt(),
                key.expires().orElse(null),
                key.revoked().orElse(null));
    }
}
