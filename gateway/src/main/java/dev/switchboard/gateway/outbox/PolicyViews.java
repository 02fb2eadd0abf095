// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import dev.switchboard.gateway.settings.SendLimits;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Send policies as they are shown and wished for.
final class PolicyViews {
    private static final int MOST = 1_000_000;
    private static final int MOST_DAYS = 365;
    private static final long LONGEST_GAP = Duration.ofDays(1).toMillis();

    private PolicyViews() {}

    /// How a session sends.
    @Schema(name = "SendPolicy")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyView(
            @Schema(description = "whether the limits are the session's or its tenant's own")
            boolean own,

            boolean limited,
            int perMinute,
            int perHour,
            int perDay,

            @Schema(description = "shortest pause between two messages")
            long gapMinMillis,

            @Schema(description = "longest pause, chosen at random")
            long gapMaxMillis,

            @Nullable QuietView quietHours,

            @Schema(description = "chats that may be begun in 24 hours; 0 = as many as messages")
            int newChatsPerDay,

            WarmUpView warmUp,

            @Schema(description = "whether recipients see somebody type before a message")
            boolean typing,

            @Schema(description = "questions to the network in a minute; 0 = no limit")
            int queriesPerMinute,

            @Schema(description = "the same in an hour") int queriesPerHour,

            @Schema(
                    description = "what becomes of a message over a limit",
                    allowableValues = {"refuse", "queue"})
            String whenBlocked) {
        static PolicyView of(SendPolicy policy) {
            SendLimits limits = policy.limits();
            return new PolicyView(
                    policy.own(),
                    limits.enabled(),
                    limits.perMinute(),
                    limits.perHour(),
                    limits.perDay(),
                    limits.gapMin().toMillis(),
                    limits.gapMax().toMillis(),
                    policy.quiet()
                            .map(hours -> new QuietView(
                                    hours.from().toString(),
                                    hours.to().toString(),
                                    hours.zone().getId()))
                            .orElse(null),
                    policy.coldPerDay(),
                    new WarmUpView(policy.warmUp().days(), policy.warmUp().first()),
                    policy.typing(),
                    policy.queries().perMinute(),
                    policy.queries().perHour(),
                    policy.whenBlocked().text());
        }
    }

    /// Hours in which nothing is sent.
    @Schema(name = "QuietHours")
    record QuietView(
            @Schema(example = "22:00") @Nullable String from,
            @Schema(example = "08:00") @Nullable String to,
            @Schema(example = "Europe/Berlin") @Nullable String zone) {}

    /// A new account's way to all the chats that it may begin.
    @Schema(
            name = "WarmUp",
            description = "Each day the same factor more, from the first day's number to newChatsPerDay")
    record WarmUpView(
            @Schema(description = "how many days it takes; 0 = none", example = "14") @Nullable
            Integer days,

            @Schema(description = "new chats on the first day", example = "5") @Nullable
            Integer firstDay) {}

    /// How sending shall be; what is left out is as the tenant has it, or the gateway.
    @Schema(name = "NewSendPolicy")
    record PolicyWish(
            @Schema(description = "false: no limits at all", defaultValue = "true") @Nullable
            Boolean limited,

            @Nullable Integer perMinute,
            @Nullable Integer perHour,
            @Nullable Integer perDay,
            @Nullable Long gapMinMillis,
            @Nullable Long gapMaxMillis,
            @Nullable QuietView quietHours,

            @Schema(description = "chats that may be begun in 24 hours; 0 = as many as messages") @Nullable
            Integer newChatsPerDay,

            @Nullable WarmUpView warmUp,

            @Schema(description = "whether recipients see somebody type before a message") @Nullable
            Boolean typing,

            @Schema(description = "questions to the network in a minute; 0 = no limit") @Nullable
            Integer queriesPerMinute,

            @Nullable Integer queriesPerHour,

            @Schema(
                    description = "what becomes of a message over a limit",
                    allowableValues = {"refuse", "queue"})
            @Nullable
            String whenBlocked) {
        /// What is wished, checked.
        ///
        /// @param standard what holds where nothing is said
        PolicyLayer layer(SendPolicy standard) {
            return new PolicyLayer(
                    limits(standard.limits()),
                    Optional.ofNullable(quietHours).map(PolicyViews::quiet),
                    optional("newChatsPerDay", newChatsPerDay, MOST),
                    Optional.ofNullable(warmUp).map(wish -> PolicyViews.warming(wish, standard.warmUp())),
                    Optional.ofNullable(typing),
                    queries(standard.queries()),
                    Optional.ofNullable(whenBlocked).map(PolicyViews::blocking));
        }

        private Optional<SendLimits> limits(SendLimits above) {
            boolean own = limited != null
                    || perMinute != null
                    || perHour != null
                    || perDay != null
                    || gapMinMillis != null
                    || gapMaxMillis != null;
            if (!own) {
                return Optional.empty();
            }
            SendLimits rest = above.enabled() ? above : SendLimits.STANDARD;
            long gapMin = Objects.requireNonNullElse(gapMinMillis, rest.gapMin().toMillis());
            long gapMax = Objects.requireNonNullElse(
                    gapMaxMillis, Math.max(gapMin, rest.gapMax().toMillis()));
            if (gapMin < 0 || gapMax < gapMin || gapMax > LONGEST_GAP) {
                throw refused("The gaps do not fit.", "0 <= gapMinMillis <= gapMaxMillis <= " + LONGEST_GAP);
            }
            return Optional.of(new SendLimits(
                    Objects.requireNonNullElse(limited, true),
                    count("perMinute", perMinute, rest.perMinute()),
                    count("perHour", perHour, rest.perHour()),
                    count("perDay", perDay, rest.perDay()),
                    Duration.ofMillis(gapMin),
                    Duration.ofMillis(gapMax)));
        }

        private Optional<QueryLimits> queries(QueryLimits above) {
            if (queriesPerMinute == null && queriesPerHour == null) {
                return Optional.empty();
            }
            return Optional.of(new QueryLimits(
                    optional("queriesPerMinute", queriesPerMinute, MOST).orElse(above.perMinute()),
                    optional("queriesPerHour", queriesPerHour, MOST).orElse(above.perHour())));
        }
    }

    private static int count(String field, @Nullable Integer wish, int standard) {
        int count = Objects.requireNonNullElse(wish, standard);
        if (count < 1 || count > MOST) {
            throw refused("The field " + field + " is out of bounds.", field + " from 1 to " + MOST);
        }
        return count;
    }

    private static Optional<Integer> optional(String field, @Nullable Integer wish, int most) {
        if (wish != null && (wish < 0 || wish > most)) {
            throw refused("The field " + field + " is out of bounds.", field + " from 0 to " + most);
        }
        return Optional.ofNullable(wish);
    }

    private static WarmUp warming(WarmUpView wish, WarmUp standard) {
        int days = optional("warmUp.days", wish.days(), MOST_DAYS).orElse(standard.days());
        return new WarmUp(days, count("warmUp.firstDay", wish.firstDay(), standard.first()));
    }

    private static WhenBlocked blocking(String wish) {
        try {
            return WhenBlocked.of(wish);
        } catch (IllegalArgumentException _) {
            throw refused("The field whenBlocked has another form.", "refuse or queue");
        }
    }

    private static QuietHours quiet(QuietView wish) {
        try {
            if (wish.from() != null && wish.to() != null && wish.zone() != null) {
                return new QuietHours(LocalTime.parse(wish.from()), LocalTime.parse(wish.to()), ZoneId.of(wish.zone()));
            }
        } catch (DateTimeException | IllegalArgumentException _) {
            // told below
        }
        throw refused(
                "The quiet hours are not ones.",
                "from and to as two different times such as 22:00, zone such as Europe/Berlin");
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
