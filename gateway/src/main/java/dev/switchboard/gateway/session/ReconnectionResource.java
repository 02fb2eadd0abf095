// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.ReconnectPlan;
import dev.switchboard.gateway.settings.CareSettings;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How links come back: of a session, and of a tenant.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Sessions")
public final class ReconnectionResource {
    private final Sessions sessions;
    private final Tenants tenants;
    private final Reconnections reconnections;

    public ReconnectionResource(Sessions sessions, Tenants tenants, Reconnections reconnections) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.reconnections = reconnections;
    }

    /// Which policy is wanted.
    @Schema(name = "ReconnectionWish")
    public record Wish(
            @Schema(
                    example = "steady",
                    allowableValues = {"standard", "recovery", "steady", "exponential", "network"})
            @Nullable
            String policy) {}

    /// Which policy holds.
    ///
    /// @param firstWaitsSeconds the waits before the first tries
    /// @param thenSeconds the first wait after those, which doubles
    /// @param longestSeconds up to that
    @Schema(name = "Reconnection")
    public record View(
            @Schema(example = "standard") String policy,

            @Schema(
                    description = "whose setting it is",
                    allowableValues = {"session", "tenant", "gateway"})
            String from,

            String description,
            List<Long> firstWaitsSeconds,
            long thenSeconds,
            long longestSeconds) {}

    @GetMapping("/sessions/{id}/reconnection")
    @Operation(summary = "How a session's link comes back")
    View get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return view(reconnections.chosen(find(caller, id).key()));
    }

    @PutMapping("/sessions/{id}/reconnection")
    @Operation(
            summary = "Say how a session's link comes back",
            description = "It holds from the next try on. Each varies by a tenth, and none ever gives up.")
    View put(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody Wish wish) {
        Session session = find(caller, id);
        reconnections.set(session, policy(wish));
        return view(reconnections.chosen(session.key()));
    }

    @DeleteMapping("/sessions/{id}/reconnection")
    @Operation(summary = "Let a session's link come back as its tenant's do")
    View delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Session session = find(caller, id);
        reconnections.clear(session);
        return view(reconnections.chosen(session.key()));
    }

    @GetMapping("/tenants/{tenantId}/reconnection")
    @Operation(summary = "How the links of a tenant come back")
    View ofTenant(@AuthenticationPrincipal Caller caller, @PathVariable String tenantId) {
        return view(reconnections.chosen(tenant(caller, tenantId)));
    }

    @PutMapping("/tenants/{tenantId}/reconnection")
    @Operation(summary = "Say how the links of a tenant come back", description = "Sessions may have their own way.")
    View putOfTenant(@AuthenticationPrincipal Caller caller, @PathVariable String tenantId, @RequestBody Wish wish) {
        TenantId tenant = tenant(caller, tenantId);
        reconnections.set(tenant, Optional.of(policy(wish)));
        return view(reconnections.chosen(tenant));
    }

    @DeleteMapping("/tenants/{tenantId}/reconnection")
    @Operation(summary = "Let the links of a tenant come back as the gateway's do")
    View deleteOfTenant(@AuthenticationPrincipal Caller caller, @PathVariable String tenantId) {
        TenantId tenant = tenant(caller, tenantId);
        reconnections.set(tenant, Optional.empty());
        return view(reconnections.chosen(tenant));
    }

    private static ReconnectionPolicy policy(Wish wish) {
        return Optional.ofNullable(wish.policy())
                .flatMap(ReconnectionPolicy::of)
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "There is no such policy.")
                        .withAccepted("policy as one of " + String.join(", ", CareSettings.POLICIES))
                        .refusal());
    }

    private View view(Reconnections.Choice choice) {
        ReconnectPlan plan = reconnections.plan(choice.policy());
        return new View(
                choice.policy().text(),
                choice.from(),
                choice.policy().words(),
                plan.first().stream().map(wait -> wait.toSeconds()).toList(),
                plan.slow().toSeconds(),
                plan.cap().toSeconds());
    }

    private Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }

    private TenantId tenant(Caller caller, String id) {
        return tenants.all().stream()
                .map(tenant -> tenant.id())
                .filter(tenant -> tenant.value().equals(id))
                .filter(tenant -> caller.tenant().equals(Authenticator.FIRST_TENANT)
                        || caller.tenant().equals(tenant))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemKind.TENANT_NOT_FOUND, "There is no such tenant.")
                        .refusal());
    }
}
