// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.campaign.CampaignViews.Analytics;
import dev.switchboard.gateway.campaign.CampaignViews.ForecastView;
import dev.switchboard.gateway.campaign.CampaignViews.RecipientView;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/campaigns/{campaignId}/...`: what became of them.
@RestController
@RequestMapping("/api/v1/campaigns/{campaignId}")
@Tag(name = "Campaigns")
public final class CampaignReportResource {
    private static final int PAGE = 500;
    private static final Set<String> STATES =
            Set.of("waiting", "queued", "sent", "delivered", "read", "failed", "suppressed", "cancelled");

    private final Campaigns campaigns;

    public CampaignReportResource(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    @GetMapping("/forecast")
    @Operation(summary = "Say what a campaign will do from now on", description = "As /dry-run, for one that is there.")
    ForecastView forecast(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        return ForecastView.of(campaigns.forecast(CampaignResource.known(campaigns, caller, campaignId)));
    }

    @GetMapping("/recipients")
    @Operation(summary = "List recipients with their outcomes")
    Page<RecipientView> recipients(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String campaignId,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        if (state != null && !STATES.contains(state)) {
            throw CampaignViews.refused("The state is not known.", String.join(", ", STATES));
        }
        return campaigns
                .recipients(
                        CampaignResource.known(campaigns, caller, campaignId),
                        Optional.ofNullable(state),
                        CampaignResource.place(cursor, -1),
                        Cursor.limit(limit))
                .map(RecipientView::of);
    }

    @GetMapping("/analytics")
    @Operation(
            summary = "How a campaign did",
            description = "Totals and rates, each variant by itself, why messages failed, and all of it over time.")
    Analytics analytics(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = CampaignResource.known(campaigns, caller, campaignId);
        return Analytics.of(campaign, campaigns.variants(campaign), campaigns.report(campaign));
    }

    @GetMapping(path = "/export", produces = "text/csv")
    @Operation(
            summary = "Export the outcomes as CSV",
            description = "One row for each recipient, written as it is read.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    void export(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId, HttpServletResponse response)
            throws IOException {
        Campaign campaign = CampaignResource.known(campaigns, caller, campaignId);
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + campaign.id() + ".csv\"");
        try (CSVPrinter out = new CSVPrinter(response.getWriter(), CSVFormat.RFC4180)) {
            out.printRecord(
                    "phone",
                    "address",
                    "variant",
                    "message_id",
                    "state",
                    "reason",
                    "sent_at",
                    "delivered_at",
                    "read_at",
                    "replied_at",
                    "opted_out_at");
            long after = -1;
            Page<Recipient> page;
            do {
                page = campaigns.recipients(campaign, Optional.empty(), after, PAGE);
                for (Recipient recipient : page.items()) {
                    print(out, recipient);
                    after = recipient.position();
                }
            } while (page.next() != null);
        }
    }

    private static void print(CSVPrinter out, Recipient recipient) throws IOException {
        out.printRecord(
                recipient.jid().isPn() ? recipient.jid().user() : "",
                recipient.jid(),
                safe(recipient.variant()),
                recipient.messageId(),
                recipient.state(),
                recipient.reason().orElse(""),
                text(recipient.sentAt()),
                text(recipient.deliveredAt()),
                text(recipient.readAt()),
                text(recipient.repliedAt()),
                text(recipient.optedOutAt()));
    }

    /// Words of users that a table calculator would take for a formula.
    private static String safe(String words) {
        return words.matches("[=+\\-@\\t\\r].*") ? "'" + words : words;
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }
}
