// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.audience.AudienceViews.BadRow;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.campaign.Campaign.Progress;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Campaigns as the native API shows and reads them.
public final class CampaignViews {
    private CampaignViews() {}

    /// Somebody it is for.
    @Schema(name = "CampaignRecipientWish")
    public record To(
            @Schema(example = "+1 555 010 0002") @Nullable String phone,

            @Schema(example = "{\"name\":\"Alice\",\"discount\":\"20%\"}") @Nullable
            Map<String, String> variables,

            @Schema(description = "theirs, for templates in several", example = "de") @Nullable
            String language) {
        @Override
        public String toString() {
            return "To[]";
        }
    }

    /// One of the messages that are compared.
    @Schema(name = "CampaignVariantWish")
    public record VariantWish(
            @Schema(example = "A") @Nullable String name,
            @Schema(example = "promo") @Nullable String templateId,

            @Schema(description = "the newest if left out") @Nullable
            Integer version,

            @Schema(description = "its share among all weights, 1 to 100", defaultValue = "1") @Nullable
            Integer weight) {}

    /// The body that makes a campaign.
    @Schema(
            name = "CampaignWish",
            description =
                    "One of templateId and variants; recipients, or an audience, or none yet (add them from a CSV file"
                            + " by /recipients)")
    public record Wish(
            @Schema(description = "the session it sends from", example = "main") @Nullable
            String session,

            @Schema(example = "Autumn sale") @Nullable String name,
            @Schema(example = "promo") @Nullable String templateId,
            @Nullable List<VariantWish> variants,
            @Nullable List<To> recipients,

            @Schema(description = "a contact list, tags, or any question about people") @Nullable
            PeopleQuery audience,

            @Schema(description = "id of a saved filter, in place of audience") @Nullable
            String filter,

            @Schema(description = "when it starts by itself", example = "2026-11-25T09:00:00+01:00") @Nullable
            String schedule,

            @Schema(description = "of its times; the tenant's if left out", example = "Europe/Berlin") @Nullable
            String zone,

            CampaignPlan.@Nullable Quiet quietHours,
            CampaignPlan.@Nullable Recurrence recurrence,
            CampaignPlan.@Nullable Trigger trigger) {
        @Override
        public String toString() {
            return "Wish[]";
        }
    }

    /// Numbers of a campaign; one that was read was also sent and delivered.
    @Schema(name = "CampaignCounts")
    public record Counts(
            long total,
            @Schema(description = "not handed in yet") long waiting,
            @Schema(description = "in the session's queue") long queued,
            long sent,
            long delivered,
            long read,
            long failed,

            @Schema(description = "not sent, as the person wants no campaigns")
            long suppressed,

            @Schema(description = "not sent, as the campaign was cancelled")
            long cancelled,

            long replied,
            long optedOut,

            @Schema(description = "share whose fate is decided")
            double percent) {
        public static Counts of(Progress from) {
            double done = from.total() == 0 ? 0 : 100.0 * (from.total() - from.pending()) / from.total();
            return new Counts(
                    from.total(),
                    from.waiting(),
                    from.queued(),
                    from.sent(),
                    from.delivered(),
                    from.read(),
                    from.failed(),
                    from.suppressed(),
                    from.cancelled(),
                    from.replied(),
                    from.optedOut(),
                    Math.round(done * 10) / 10.0);
        }
    }

    /// One of its messages.
    @Schema(name = "CampaignVariant")
    public record VariantView(String name, String templateId, int version, int weight) {}

    /// A campaign.
    @Schema(name = "Campaign")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String id,
            String name,
            String session,

            @Schema(description = "once, recurring or triggered")
            String kind,

            @Schema(description = "draft, scheduled, running, paused, completed or cancelled")
            String stage,

            @Schema(description = "what it waits for: quiet_hours, not_connected, quota") @Nullable
            String hold,

            List<VariantView> variants,
            @Nullable Instant schedule,
            @Nullable String zone,
            CampaignPlan.@Nullable Quiet quietHours,
            CampaignPlan.@Nullable Recurrence recurrence,
            CampaignPlan.@Nullable Trigger trigger,
            @Nullable PeopleQuery audience,
            Counts counts,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt) {
        public static View of(Campaign campaign) {
            CampaignPlan plan = campaign.plan();
            return new View(
                    campaign.id(),
                    campaign.name(),
                    campaign.session(),
                    campaign.kind().text(),
                    campaign.stage().text(),
                    campaign.hold().orElse(null),
                    plan.messages().stream()
                            .map(variant -> new VariantView(
                                    variant.name(), variant.templateId(), variant.version(), variant.weight()))
                            .toList(),
                    campaign.schedule().orElse(null),
                    plan.zone(),
                    plan.quiet(),
                    plan.recurrence(),
                    plan.trigger(),
                    plan.audience(),
                    Counts.of(campaign.progress()),
                    campaign.createdAt(),
                    campaign.startedAt().orElse(null),
                    campaign.completedAt().orElse(null));
        }
    }

    /// A campaign that was just made.
    @Schema(name = "CampaignMade")
    public record Made(
            View campaign,

            @Schema(description = "recipients that came twice, and count once")
            int duplicates,

            @Schema(description = "recipients nothing can be sent to; they are left out")
            List<BadRow> badRows) {}

    /// What became of recipients that were handed in.
    @Schema(name = "CampaignIntake")
    public record Intake(
            long added,

            @Schema(description = "who was there, or came twice")
            long duplicates,

            long bad,

            @Schema(description = "the first thousand of them")
            List<BadRow> badRows,

            View campaign) {}

    /// What somebody would read.
    @Schema(name = "CampaignSample")
    public record SampleView(Address to, String variant, String text) {
        @Override
        public String toString() {
            return "SampleView[]";
        }
    }

    /// What would happen.
    @Schema(name = "CampaignForecast")
    public record ForecastView(
            @Schema(description = "who would get a message") long recipients,
            long duplicates,

            @Schema(description = "who would get none, as they want no campaigns")
            long suppressed,

            Instant startsAt,

            @Schema(description = "when the last message would go, as far as limits and quiet hours tell")
            Instant endsAt,

            List<SampleView> samples,
            List<BadRow> badRows) {
        static ForecastView of(Campaigns.Rehearsal from) {
            return new ForecastView(
                    from.recipients(),
                    from.duplicates(),
                    from.suppressed(),
                    from.starts(),
                    from.ends(),
                    from.samples().stream()
                            .map(sample -> new SampleView(
                                    Address.of(sample.to(), Optional.empty()), sample.variant(), sample.text()))
                            .toList(),
                    from.bad().stream().limit(1_000).toList());
        }
    }

    /// What became of a recipient.
    @Schema(name = "CampaignRecipient")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecipientView(
            Address to,
            String variant,
            String messageId,

            @Schema(description = "waiting, queued, sent, delivered, read, failed, suppressed or cancelled")
            String state,

            @Nullable String reason,
            @Nullable Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt,
            @Nullable Instant endedAt,
            @Nullable Instant repliedAt,
            @Nullable Instant optedOutAt) {
        static RecipientView of(Recipient from) {
            return new RecipientView(
                    Address.of(from.jid(), Optional.empty()),
                    from.variant(),
                    from.messageId(),
                    from.state(),
                    from.reason().orElse(null),
                    from.sentAt().orElse(null),
                    from.deliveredAt().orElse(null),
                    from.readAt().orElse(null),
                    from.endedAt().orElse(null),
                    from.repliedAt().orElse(null),
                    from.optedOutAt().orElse(null));
        }

        @Override
        public String toString() {
            return "RecipientView[" + messageId + " " + state + "]";
        }
    }

    /// Shares in percent.
    @Schema(name = "CampaignRates")
    public record Rates(double delivered, double read, double replied, double optedOut, double failed) {
        static Rates of(Progress from) {
            return new Rates(
                    share(from.delivered(), from.sent()),
                    share(from.read(), from.sent()),
                    share(from.replied(), from.sent()),
                    share(from.optedOut(), from.sent()),
                    share(from.failed(), from.total()));
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 0 : Math.round(1_000.0 * part / whole) / 10.0;
        }
    }

    /// How a variant did.
    @Schema(name = "CampaignVariantResult")
    public record VariantResult(String name, String templateId, Counts counts, Rates rates) {}

    /// How many messages failed for a reason.
    @Schema(name = "CampaignFailure")
    public record Failed(String reason, long count) {}

    /// How a campaign did.
    @Schema(name = "CampaignAnalytics")
    public record Analytics(
            View campaign,
            Rates rates,
            List<VariantResult> variants,
            List<Failed> failures,

            @Schema(description = "how long each point of the series is")
            long stepSeconds,

            @Schema(description = "what happened in each step; steps in which nothing did are left out")
            List<CampaignReport.Point> series) {
        static Analytics of(Campaign campaign, List<Progress> variants, CampaignReport report) {
            List<CampaignPlan.Variant> known = campaign.plan().messages();
            List<VariantResult> results = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                Progress counts = i < variants.size() ? variants.get(i) : Progress.NONE;
                results.add(new VariantResult(
                        known.get(i).name(), known.get(i).templateId(), Counts.of(counts), Rates.of(counts)));
            }
            return new Analytics(
                    View.of(campaign),
                    Rates.of(campaign.progress()),
                    results,
                    report.failures().entrySet().stream()
                            .map(entry -> new Failed(entry.getKey(), entry.getValue()))
                            .sorted((one, other) -> Long.compare(other.count(), one.count()))
                            .toList(),
                    report.step().toSeconds(),
                    report.series());
        }
    }

    static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
