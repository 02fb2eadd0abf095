// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.campaign.Addressee;
import dev.switchboard.gateway.campaign.Campaign;
import dev.switchboard.gateway.campaign.CampaignOrders;
import dev.switchboard.gateway.campaign.Campaigns;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// `/campaigns`.
@RestController
@Tag(name = "Dialect: clients")
public final class CampaignsResource {
    private static final int MOST = 100_000;

    private final Links links;
    private final Templates templates;
    private final Campaigns campaigns;
    private final CampaignOrders orders;
    private final Bodies bodies;

    public CampaignsResource(
            Links links, Templates templates, Campaigns campaigns, CampaignOrders orders, Bodies bodies) {
        this.links = links;
        this.templates = templates;
        this.campaigns = campaigns;
        this.orders = orders;
        this.bodies = bodies;
    }

    /// One recipient.
    @Schema(name = "ClientsRecipient")
    record Recipient(@Nullable String phone, @Nullable Map<String, String> variables) {
        @Override
        public String toString() {
            return "Recipient[]";
        }
    }

    /// The body that makes a campaign.
    @Schema(name = "ClientsCampaign")
    record NewCampaign(
            @Nullable String name,
            @Nullable String templateId,
            @Nullable List<@Nullable Recipient> recipients,
            @Nullable String schedule,
            @Nullable String clientId) {
        @Override
        public String toString() {
            return "NewCampaign[]";
        }
    }

    /// How far a campaign has come.
    record Progress(long total, long sent, long delivered, long read, long failed, long pending, double percent) {
        static Progress of(Campaign.Progress from) {
            double done = from.total() == 0 ? 100 : 100.0 * (from.sent() + from.failed()) / from.total();
            return new Progress(
                    from.total(),
                    from.sent(),
                    from.delivered(),
                    from.read(),
                    from.failed(),
                    from.pending(),
                    Math.round(done * 10) / 10.0);
        }
    }

    record View(
            String id,
            String name,
            String clientId,
            String templateId,
            String status,
            long total,
            long sent,
            long failed,
            long pending,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant schedule,

            Instant createdAt,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant startedAt,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant completedAt,

            Progress progress) {
        static View of(Campaign campaign) {
            return new View(
                    campaign.id(),
                    campaign.name(),
                    campaign.session(),
                    campaign.templateId(),
                    campaign.stage().text(),
                    campaign.progress().total(),
                    campaign.progress().sent(),
                    campaign.progress().failed(),
                    campaign.progress().pending(),
                    campaign.schedule().orElse(null),
                    campaign.createdAt(),
                    campaign.startedAt().orElse(null),
                    campaign.completedAt().orElse(null),
                    Progress.of(campaign.progress()));
        }
    }

    record One(boolean success, String campaignId, String message, View campaign) {
        static One of(Campaign campaign, String message) {
            return new One(true, campaign.id(), message, View.of(campaign));
        }
    }

    record Listing(boolean success, List<View> campaigns, int total) {}

    record ProgressView(boolean success, String campaignId, String status, Progress progress) {}

    record Analytics(
            long total,
            long sent,
            long delivered,
            long read,
            long failed,
            double deliveryRate,
            double readRate,
            double failureRate) {}

    record AnalyticsView(boolean success, String campaignId, String status, Analytics analytics) {}

    @PostMapping("/campaigns")
    @Operation(summary = "Make a campaign", description = "It waits for its schedule, or to be started.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewCampaign.class)))
    One create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header,
            HttpServletRequest request) {
        NewCampaign wish = bodies.read(request, NewCampaign.class);
        List<@Nullable Recipient> recipients = Objects.requireNonNullElse(wish.recipients(), List.of());
        if (recipients.isEmpty() || recipients.size() > MOST) {
            throw refused("The field recipients is missing, empty or too long.", "1 to " + MOST + " recipients");
        }
        if (wish.name() == null || wish.name().isBlank() || wish.name().length() > 200) {
            throw refused("The field name is missing, blank or too long.", "name of 1 to 200 characters");
        }
        String templateId = wish.templateId();
        if (templateId == null) {
            throw refused("The field templateId is missing.", "templateId of one of /templates");
        }
        Template template = templates
                .find(caller.tenant(), templateId)
                .orElseThrow(() -> Problem.of(ProblemKind.TEMPLATE_NOT_FOUND, "Template not found")
                        .withAdvice("GET /templates lists the templates there are.")
                        .refusal());
        Session session = links.find(caller, Named.client(caller, wish.clientId(), header));
        List<Addressee> addressees = addressees(template, recipients);
        Campaign campaign =
                campaigns.create(caller, orders.plain(session, wish.name(), template, schedule(wish.schedule())));
        Campaigns.Added added = campaigns.add(campaign, addressees, 1);
        if (added.added() == 0) {
            throw refused(
                    "No recipient can be sent to.",
                    added.bad().isEmpty()
                            ? ClientWords.FORMS
                            : added.bad().getFirst().reason());
        }
        return One.of(campaigns.arm(caller, campaign), "Campaign created successfully");
    }

    private static List<Addressee> addressees(Template template, List<@Nullable Recipient> recipients) {
        List<Addressee> addressees = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            Recipient recipient = recipients.get(i);
            Jid jid = Optional.ofNullable(recipient)
                    .map(Recipient::phone)
                    .flatMap(ClientWords::recipient)
                    .orElse(null);
            if (recipient == null || jid == null) {
                throw refused("Recipient " + i + " has no phone that is a WhatsApp address.", ClientWords.FORMS);
            }
            Map<String, String> values = Objects.requireNonNullElse(recipient.variables(), Map.of());
            List<String> missing = template.required(null).stream()
                    .filter(name -> !values.containsKey(name))
                    .toList();
            if (!missing.isEmpty()) {
                throw refused(
                        "Recipient " + i + " has no value for " + String.join(", ", missing) + ".",
                        "variables with " + String.join(", ", template.variables()));
            }
            addressees.add(new Addressee(jid, values, null));
        }
        return addressees;
    }

    private static Optional<Instant> schedule(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException _) {
            throw refused("The field schedule is not a time.", "a time as 2025-11-25T09:00:00Z");
        }
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    @GetMapping("/campaigns")
    @Operation(summary = "All campaigns, newest first")
    Listing list(@AuthenticationPrincipal Caller caller) {
        List<View> views = campaigns.all(caller).stream().map(View::of).toList();
        return new Listing(true, views, views.size());
    }

    @GetMapping("/campaigns/{campaignId}")
    @Operation(summary = "A campaign")
    One get(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = find(caller, campaignId);
        return One.of(campaign, "Campaign is " + campaign.stage().text());
    }

    @GetMapping({"/campaigns/{campaignId}/progress", "/campaigns/{campaignId}/status"})
    @Operation(summary = "How far a campaign has come")
    ProgressView progress(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = find(caller, campaignId);
        return new ProgressView(true, campaign.id(), campaign.stage().text(), Progress.of(campaign.progress()));
    }

    @GetMapping("/campaigns/{campaignId}/analytics")
    @Operation(summary = "How a campaign did")
    AnalyticsView analytics(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = find(caller, campaignId);
        Campaign.Progress progress = campaign.progress();
        return new AnalyticsView(
                true,
                campaign.id(),
                campaign.stage().text(),
                new Analytics(
                        progress.total(),
                        progress.sent(),
                        progress.delivered(),
                        progress.read(),
                        progress.failed(),
                        percent(progress.delivered(), progress.sent()),
                        percent(progress.read(), progress.delivered()),
                        percent(progress.failed(), progress.total())));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : Math.round(1000.0 * part / whole) / 10.0;
    }

    @PostMapping("/campaigns/{campaignId}/start")
    @Operation(summary = "Start a campaign now", description = "Whatever its schedule says.")
    One start(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = find(caller, campaignId);
        if (!links.find(caller, campaign.session()).takesMessages()) {
            throw Problem.of(ProblemKind.NOT_CONNECTED, ClientsForm.NOT_CONNECTED)
                    .withAdvice("Connect the client, then start the campaign.")
                    .refusal();
        }
        boolean fresh = campaign.startedAt().isEmpty();
        Campaign started = campaigns.start(caller, campaign);
        return One.of(
                started,
                fresh
                        ? "Campaign started"
                        : "Campaign was started before and is "
                                + started.stage().text());
    }

    private Campaign find(Caller caller, String id) {
        return campaigns
                .find(caller, id)
                .orElseThrow(() -> Problem.of(ProblemKind.CAMPAIGN_NOT_FOUND, "Campaign not found")
                        .refusal());
    }
}
