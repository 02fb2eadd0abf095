// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.hours;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// When the tenant is open, over the API.
@RestController
@RequestMapping("/api/v1/business-hours")
@Tag(name = "Business hours", description = "When the tenant's business is open, in the tenant's time zone")
public final class HoursResource {
    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int SPANS = 10;
    private static final int HOLIDAYS = 400;

    private final Hours hours;
    private final Tenants tenants;
    private final InstantSource time;

    public HoursResource(Hours hours, Tenants tenants, InstantSource time) {
        this.hours = hours;
        this.tenants = tenants;
        this.time = time;
    }

    /// The hours as they are shown.
    @Schema(name = "BusinessHoursView")
    record View(
            @Schema(example = "Europe/Oslo") String zone,
            @Schema(description = "whether it is open now") boolean open,
            @JsonUnwrapped BusinessHours hours) {}

    @GetMapping
    @Operation(summary = "Say when the business is open", description = "Monday to Friday, nine to six, unless set.")
    View get(@AuthenticationPrincipal Caller caller) {
        return view(caller, hours.said(caller.tenant()).orElse(BusinessHours.STANDARD));
    }

    @PutMapping
    @Operation(
            summary = "Set when the business is open",
            description = "Days left out are closed; a span that ends before it begins goes on after midnight.")
    View put(@AuthenticationPrincipal Caller caller, @RequestBody BusinessHours wish) {
        check(wish);
        hours.put(caller.tenant(), wish);
        return view(caller, wish);
    }

    private View view(Caller caller, BusinessHours said) {
        var zone = tenants.zone(caller.tenant());
        return new View(zone.getId(), said.open(ZonedDateTime.ofInstant(time.instant(), zone)), said);
    }

    private static void check(BusinessHours wish) {
        if (!DAYS.containsAll(wish.week().keySet())) {
            throw refused("The field week has a day that is none.", "mon, tue, wed, thu, fri, sat, sun");
        }
        wish.week().values().forEach(HoursResource::checkSpans);
        if (wish.holidays().size() > HOLIDAYS) {
            throw refused("The field holidays has too many entries.", "at most " + HOLIDAYS);
        }
        for (BusinessHours.Holiday holiday : wish.holidays()) {
            if (holiday == null || holiday.date() == null) {
                throw refused("A holiday has no date.", "date as 2026-12-25");
            }
            if (holiday.hours() != null) {
                checkSpans(holiday.hours());
            }
        }
    }

    private static void checkSpans(List<BusinessHours.Span> spans) {
        if (spans.size() > SPANS
                || spans.stream().anyMatch(span -> span == null || span.from() == null || span.to() == null)) {
            throw refused("A day has a span without beginning or end, or too many.", "from and to as 09:00");
        }
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
