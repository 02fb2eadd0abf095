// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audience.AudienceViews.BadRow;
import dev.switchboard.gateway.audience.PeopleCsv;
import dev.switchboard.gateway.campaign.Campaign.Kind;
import dev.switchboard.gateway.campaign.Campaign.Stage;
import dev.switchboard.gateway.campaign.CampaignViews.ForecastView;
import dev.switchboard.gateway.campaign.CampaignViews.Intake;
import dev.switchboard.gateway.campaign.CampaignViews.Made;
import dev.switchboard.gateway.campaign.CampaignViews.View;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/campaigns`: making and running them.
@RestController
@RequestMapping("/api/v1/campaigns")
@Tag(name = "Campaigns", description = "One message to each of many people, at the pace of the session")
public final class CampaignResource {
    private static final int BATCH = 500;
    private static final int TOLD = 1_000;

    private final Campaigns campaigns;
    private final CampaignOrders orders;
    private final Sessions sessions;

    public CampaignResource(Campaigns campaigns, CampaignOrders orders, Sessions sessions) {
        this.campaigns = campaigns;
        this.orders = orders;
        this.sessions = sessions;
    }

    @GetMapping
    @Operation(summary = "List campaigns", description = "Newest first.")
    Page<View> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Parameter(description = "id of a recurring one: only its times") @Nullable
                    String series,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Optional<Stage> only = Optional.ofNullable(stage)
                .map(text -> Arrays.stream(Stage.values())
                        .filter(known -> known.text().equals(text))
                        .findFirst()
                        .orElseThrow(() -> CampaignViews.refused("The stage is not known.", "see Campaign")));
        return campaigns
                .page(
                        caller,
                        only,
                        Optional.ofNullable(series).map(id -> find(caller, id)),
                        place(cursor, Long.MAX_VALUE),
                        Cursor.limit(limit))
                .map(View::of);
    }

    static long place(@Nullable String cursor, long first) {
        try {
            return cursor == null ? first : Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    @PostMapping
    @Operation(
            summary = "Make a campaign",
            description =
                    "It waits for its schedule, or to be started; a triggered one listens from now on. Recipients are"
                            + " normalised, those that come twice count once, those that nothing can be sent to are told and left out.")
    ResponseEntity<Made> create(@AuthenticationPrincipal Caller caller, @RequestBody CampaignViews.Wish wish) {
        Campaigns.Order order = orders.read(caller, session(caller, wish), wish);
        List<BadRow> bad = new ArrayList<>();
        List<Addressee> addressees = CampaignOrders.addressees(wish.recipients(), bad);
        List<Addressee> good = new ArrayList<>();
        for (Addressee addressee : addressees) {
            Campaigns.flaw(order.plan(), addressee)
                    .ifPresentOrElse(
                            flaw -> bad.add(new BadRow(addressees.indexOf(addressee) + 1L, flaw)),
                            () -> good.add(addressee));
        }
        if (good.isEmpty() && !bad.isEmpty()) {
            throw CampaignViews.refused(
                    "No recipient can be sent to: the first " + bad.getFirst().reason() + ".",
                    "recipients with a number and a value for each variable of the template");
        }
        Campaign campaign = campaigns.create(caller, order);
        Campaigns.Added added = campaigns.add(campaign, good, 1);
        boolean filled = !good.isEmpty() || order.plan().audience() != null || order.kind() == Kind.TRIGGERED;
        Campaign armed = filled ? campaigns.arm(caller, campaign) : campaign;
        View view = View.of(find(caller, armed.id()));
        return ResponseEntity.created(URI.create("/api/v1/campaigns/" + campaign.id()))
                .body(new Made(
                        view, added.duplicates(), bad.stream().limit(TOLD).toList()));
    }

    @PostMapping("/dry-run")
    @Operation(
            summary = "Say what a campaign would do",
            description =
                    "To whom, when it would end with the session's limits and quiet hours, and what the first would read."
                            + " Nothing is kept.")
    ForecastView rehearse(@AuthenticationPrincipal Caller caller, @RequestBody CampaignViews.Wish wish) {
        List<BadRow> bad = new ArrayList<>();
        List<Addressee> addressees = CampaignOrders.addressees(wish.recipients(), bad);
        Campaigns.Rehearsal rehearsal =
                campaigns.rehearse(caller, orders.read(caller, session(caller, wish), wish), addressees);
        bad.addAll(rehearsal.bad());
        return ForecastView.of(new Campaigns.Rehearsal(
                rehearsal.recipients(),
                rehearsal.duplicates(),
                rehearsal.suppressed(),
                rehearsal.starts(),
                rehearsal.ends(),
                rehearsal.samples(),
                bad));
    }

    private Session session(Caller caller, CampaignViews.Wish wish) {
        if (wish.session() == null) {
            throw CampaignViews.refused("The field session is missing.", "the id of a session");
        }
        return SessionLookup.find(sessions, caller, wish.session());
    }

    @GetMapping("/{campaignId}")
    @Operation(summary = "Look at a campaign")
    View get(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        return View.of(find(caller, campaignId));
    }

    @DeleteMapping("/{campaignId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a campaign", description = "With all its outcomes; not while it is under way.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        if (!campaigns.delete(caller, find(caller, campaignId))) {
            throw stage("It is under way.", "Cancel it first.");
        }
    }

    @PostMapping(path = "/{campaignId}/recipients", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Add recipients", description = "While it is a draft or waits for its schedule.")
    Intake add(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String campaignId,
            @RequestBody List<CampaignViews.To> recipients) {
        Campaign campaign = open(caller, campaignId);
        List<BadRow> bad = new ArrayList<>();
        List<Addressee> addressees = CampaignOrders.addressees(recipients, bad);
        Campaigns.Added added = campaigns.add(campaign, addressees, 1);
        bad.addAll(added.bad());
        return new Intake(
                added.added(),
                added.duplicates(),
                bad.size(),
                bad.stream().limit(TOLD).toList(),
                armed(caller, campaign));
    }

    @PostMapping(path = "/{campaignId}/recipients", consumes = "text/csv")
    @Operation(
            summary = "Add recipients from a CSV file",
            description =
                    "The first line names the columns: phone (or number, mobile, ...), language, and the template's"
                            + " variables. The file is read as it comes, tens of thousands of rows in constant memory; rows that cannot"
                            + " be used are told with their lines. Repeated after an interruption, it goes on where it was.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject("phone,name,discount\n+1 555 010 0002,Alice,20%\n")))
    Intake upload(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String campaignId,
            @RequestParam(required = false)
                    @Parameter(description = "the column with the number, if it has another name")
                    @Nullable
                    String column,
            HttpServletRequest request)
            throws IOException {
        Campaign campaign = open(caller, campaignId);
        Upload upload = new Upload(campaign);
        try (PeopleCsv csv = PeopleCsv.read(request.getInputStream(), Optional.ofNullable(column))) {
            for (Optional<PeopleCsv.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                upload.take(row.get());
            }
        } catch (PeopleCsv.NoHeader e) {
            throw CampaignViews.refused(String.valueOf(e.getMessage()), "a first line such as phone,name,discount");
        }
        upload.flush();
        return new Intake(upload.added, upload.duplicates, upload.bad, upload.told, armed(caller, campaign));
    }

    /// A file on its way into a campaign.
    private final class Upload {
        private final Campaign campaign;
        private final List<Addressee> batch = new ArrayList<>();
        private final List<BadRow> told = new ArrayList<>();
        private long added;
        private long duplicates;
        private long bad;

        private Upload(Campaign campaign) {
            this.campaign = campaign;
        }

        private void take(PeopleCsv.Row row) {
            switch (row) {
                case PeopleCsv.Row.Good person -> {
                    Addressee addressee = new Addressee(
                            person.jid(), person.variables(), person.language().orElse(null));
                    Campaigns.flaw(campaign.plan(), addressee)
                            .ifPresentOrElse(flaw -> bad(person.line(), flaw), () -> batch.add(addressee));
                }
                case PeopleCsv.Row.Bad(long line, String reason) -> bad(line, reason);
            }
            if (batch.size() == BATCH) {
                flush();
            }
        }

        private void bad(long line, String reason) {
            if (bad++ < TOLD) {
                told.add(new BadRow(line, reason));
            }
        }

        private void flush() {
            if (added + batch.size() > Roster.MOST) {
                throw CampaignViews.refused("There are too many recipients.", "at most " + Roster.MOST);
            }
            Campaigns.Added taken = campaigns.add(campaign, batch, 0);
            added += taken.added();
            duplicates += taken.duplicates();
            batch.clear();
        }
    }

    private View armed(Caller caller, Campaign campaign) {
        return View.of(campaigns.arm(caller, campaign));
    }

    private Campaign open(Caller caller, String id) {
        Campaign campaign = find(caller, id);
        if (campaign.stage() != Stage.DRAFT && campaign.stage() != Stage.SCHEDULED) {
            throw stage("It has begun.", "Make another campaign for more recipients.");
        }
        return campaign;
    }

    @PostMapping("/{campaignId}/start")
    @Operation(
            summary = "Start a campaign now",
            description =
                    "Whatever its schedule says; a recurring one begins to wait for its times. It goes on by itself when"
                            + " the session is connected.")
    View start(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        Campaign campaign = find(caller, campaignId);
        if (campaign.stage() == Stage.PAUSED || campaign.stage() == Stage.CANCELLED) {
            throw stage("It is " + campaign.stage().text() + ".", "A paused campaign is resumed.");
        }
        boolean anybody = campaign.progress().total() > 0 || campaign.plan().audience() != null;
        if (!anybody && campaign.kind() != Kind.TRIGGERED) {
            throw stage("It has no recipients.", "Add some by /recipients.");
        }
        return View.of(campaigns.start(caller, campaign));
    }

    @PostMapping("/{campaignId}/pause")
    @Operation(
            summary = "Pause a campaign",
            description = "Nothing more is handed in; the few messages in the session's queue still go.")
    View pause(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        return moved(campaigns.pause(caller, find(caller, campaignId)), "It is not under way.");
    }

    @PostMapping("/{campaignId}/resume")
    @Operation(summary = "Resume a paused campaign")
    View resume(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        return moved(campaigns.resume(caller, find(caller, campaignId)), "It is not paused.");
    }

    @PostMapping("/{campaignId}/cancel")
    @Operation(
            summary = "Cancel a campaign",
            description = "Who has had no message gets none; what is in the session's queue is taken back.")
    View cancel(@AuthenticationPrincipal Caller caller, @PathVariable String campaignId) {
        return moved(campaigns.cancel(caller, find(caller, campaignId)), "It is over.");
    }

    private static View moved(Optional<Campaign> campaign, String detail) {
        return View.of(campaign.orElseThrow(() -> stage(detail, "Look at its stage.")));
    }

    /// What became of a call.
    @Schema(name = "CampaignTriggered")
    record Triggered(
            @Schema(description = "false if the person was in it before")
            boolean joined) {}

    @PostMapping("/{campaignId}/trigger")
    @Operation(
            summary = "Let a triggered campaign write to somebody",
            description = "Once to each person, after the trigger's delay.")
    Triggered trigger(
            @AuthenticationPrincipal Caller caller, @PathVariable String campaignId, @RequestBody CampaignViews.To to) {
        Campaign campaign = find(caller, campaignId);
        if (campaign.kind() != Kind.TRIGGERED || campaign.stage() != Stage.RUNNING) {
            throw stage("It is not waiting for anybody.", "Make one with a trigger.");
        }
        List<BadRow> bad = new ArrayList<>();
        List<Addressee> addressees = CampaignOrders.addressees(List.of(to), bad);
        if (addressees.isEmpty()) {
            throw CampaignViews.refused("The field phone is missing or no number.", "a phone number");
        }
        Addressee addressee = Objects.requireNonNull(addressees.getFirst());
        return new Triggered(campaigns.trigger(campaign, addressee.jid(), addressee.values()));
    }

    private Campaign find(Caller caller, String id) {
        return known(campaigns, caller, id);
    }

    static Campaign known(Campaigns campaigns, Caller caller, String id) {
        return campaigns
                .find(caller, id)
                .orElseThrow(() -> Problem.of(ProblemKind.CAMPAIGN_NOT_FOUND, "There is no such campaign.")
                        .refusal());
    }

    private static Refusal stage(String detail, String advice) {
        return Problem.of(ProblemKind.CAMPAIGN_STAGE, detail).withAdvice(advice).refusal();
    }
}
