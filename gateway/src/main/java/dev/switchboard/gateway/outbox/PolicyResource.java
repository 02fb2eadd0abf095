// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.outbox.PolicyViews.PolicyView;
import dev.switchboard.gateway.outbox.PolicyViews.PolicyWish;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How sessions send: each by itself, and all of a tenant.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Queue")
public final class PolicyResource {
    private static final String EXAMPLE = """
            {"perMinute": 10, "perDay": 500, "gapMinMillis": 3000, "gapMaxMillis": 9000,
             "quietHours": {"from": "22:00", "to": "08:00", "zone": "Europe/Berlin"},
             "newChatsPerDay": 100, "warmUp": {"days": 14, "firstDay": 5}, "typing": true,
             "queriesPerMinute": 30, "whenBlocked": "queue"}""";

    private final Sessions sessions;
    private final Outbox outbox;

    public PolicyResource(Sessions sessions, Outbox outbox) {
        this.sessions = sessions;
        this.outbox = outbox;
    }

    @GetMapping("/sessions/{id}/send-policy")
    @Operation(summary = "Look at how the session sends")
    PolicyView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return PolicyView.of(
                outbox.policy(SessionLookup.find(sessions, caller, id).key()));
    }

    @PutMapping("/sessions/{id}/send-policy")
    @Operation(
            summary = "Say how the session sends",
            description = "{} gives it the tenant's limits, or else the gateway's. Whether it is paused stays.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", examples = @ExampleObject(EXAMPLE)))
    PolicyView put(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody PolicyWish wish) {
        var session = SessionLookup.find(sessions, caller, id).key();
        outbox.change(session, wish.layer(outbox.policy(caller.tenant())));
        return PolicyView.of(outbox.policy(session));
    }

    @GetMapping("/send-policy")
    @Operation(summary = "Look at how the tenant's sessions send", description = "Those that say nothing themselves.")
    PolicyView shared(@AuthenticationPrincipal Caller caller) {
        return PolicyView.of(outbox.policy(caller.tenant()));
    }

    @PutMapping("/send-policy")
    @Operation(
            summary = "Say how the tenant's sessions send",
            description = "Those that say nothing themselves. {} gives them the gateway's own limits.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", examples = @ExampleObject(EXAMPLE)))
    PolicyView share(@AuthenticationPrincipal Caller caller, @RequestBody PolicyWish wish) {
        outbox.change(caller.tenant(), wish.layer(outbox.standard()));
        return PolicyView.of(outbox.policy(caller.tenant()));
    }
}
