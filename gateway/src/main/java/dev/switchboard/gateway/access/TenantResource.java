// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.tenant.Quotas;
import dev.switchboard.gateway.tenant.Tenant;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/tenants`. The first tenant owns the installation, makes the others and sets their quotas; every other owner
/// sees and names their own.
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "Access")
public final class TenantResource {
    private final Tenants tenants;
    private final ApiKeys keys;

    public TenantResource(Tenants tenants, ApiKeys keys) {
        this.tenants = tenants;
        this.keys = keys;
    }

    /// The body that makes a tenant.
    @Schema(name = "NewTenant")
    public record NewTenant(
            @Schema(example = "acme") @Nullable String id,
            @Nullable String name) {}

    /// The body that changes a tenant; what is left out stays.
    @Schema(name = "TenantChange")
    public record TenantChange(
            @Nullable String name,

            @Schema(description = "where its days begin", example = "Europe/Berlin") @Nullable
            String timeZone,

            @Nullable QuotasView quotas) {}

    /// How much it may have; null = as much as everybody.
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "Quotas")
    public record QuotasView(
            @Nullable Long sessions,
            @Nullable Long messagesPerDay,
            @Nullable Long storageBytes) {}

    /// A tenant.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Tenant")
    public record TenantView(
            String id,
            String name,
            String timeZone,
            QuotasView quotas,
            Instant createdAt,

            @Schema(description = "the first key, when it is made") @Nullable
            String key) {
        @Override
        public String toString() {
            return "TenantView[" + id + "]";
        }
    }

    /// Tenants.
    @Schema(name = "Tenants")
    public record TenantList(List<TenantView> items) {}

    @GetMapping
    @Operation(summary = "List tenants", description = "All for the first tenant; for others their own.")
    TenantList list(@AuthenticationPrincipal Caller caller) {
        return new TenantList(tenants.all().stream()
                .filter(tenant -> sees(caller, tenant.id()))
                .map(tenant -> view(tenant, null))
                .toList());
    }

    @GetMapping("/{tenantId}")
    @Operation(summary = "Look at a tenant")
    TenantView get(@AuthenticationPrincipal Caller caller, @PathVariable String tenantId) {
        return view(find(caller, tenantId), null);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The tenant, with the only copy of its first key")
    @Operation(summary = "Make a tenant", description = "For the first tenant.")
    TenantView create(@AuthenticationPrincipal Caller caller, @RequestBody NewTenant body) {
        requireFirst(caller);
        TenantId id;
        try {
            id = new TenantId(Objects.requireNonNullElse(body.id(), ""));
        } catch (IllegalArgumentException _) {
            throw Grants.refused("The id has a form that is not accepted.", "1 to 64 letters, digits, _ or -");
        }
        if (!tenants.ensure(id, Grants.name(body.name() == null ? id.value() : body.name(), "name"))) {
            throw Problem.of(ProblemKind.TENANT_EXISTS, "There is a tenant with this id.")
                    .refusal();
        }
        String key = keys.issue(id, "first admin key", Role.OWNER);
        return view(tenants.find(id).orElseThrow(), key);
    }

    @PatchMapping("/{tenantId}")
    @Operation(summary = "Change a tenant", description = "Quotas are for the first tenant to set.")
    TenantView change(
            @AuthenticationPrincipal Caller caller, @PathVariable String tenantId, @RequestBody TenantChange body) {
        Tenant tenant = find(caller, tenantId);
        QuotasView limits = body.quotas();
        if (limits != null) {
            requireFirst(caller);
        }
        tenants.change(
                tenant.id(),
                body.name() == null ? null : Grants.name(body.name(), "name"),
                zone(body.timeZone()),
                limits == null ? null : quotas(limits));
        return view(find(caller, tenantId), null);
    }

    private static Quotas quotas(QuotasView view) {
        Quotas quotas = new Quotas(view.sessions(), view.messagesPerDay(), view.storageBytes());
        for (Long limit : new @Nullable Long[] {quotas.sessions(), quotas.messagesADay(), quotas.bytes()}) {
            if (limit != null && limit < 1) {
                throw Grants.refused("A quota is out of bounds.", "1 or more, or null for none");
            }
        }
        return quotas;
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw Grants.refused("The time zone is not known.", "a name as Europe/Berlin");
        }
    }

    private static void requireFirst(Caller caller) {
        FirstTenant.require(caller);
    }

    private static boolean sees(Caller caller, TenantId tenant) {
        return caller.tenant().equals(Authenticator.FIRST_TENANT)
                || caller.tenant().equals(tenant);
    }

    private Tenant find(Caller caller, String id) {
        return tenants.all().stream()
                .filter(tenant -> tenant.id().value().equals(id))
                .filter(tenant -> sees(caller, tenant.id()))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemKind.TENANT_NOT_FOUND, "There is no such tenant for you.")
                        .refusal());
    }

    private TenantView view(Tenant tenant, @Nullable String key) {
        Quotas quotas = tenants.quotas(tenant.id());
        return new TenantView(
                tenant.id().value(),
                tenant.name(),
                tenants.zone(tenant.id()).getId(),
                new QuotasView(quotas.sessions(), quotas.messagesADay(), quotas.bytes()),
                tenant.createdAt(),
                key);
    }
}
