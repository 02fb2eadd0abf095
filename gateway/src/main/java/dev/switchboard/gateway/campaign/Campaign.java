// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A campaign as it stands.
///
/// @param session the id of the session it sends from
/// @param hold what it waits for: `not_connected`, `quiet_hours`, `quota`; empty while nothing is in its way
/// @param schedule when it starts by itself, or comes back
/// @param progress how far its messages have come
public record Campaign(
        long ref,
        TenantId tenant,
        String id,
        long sessionRef,
        String session,
        String name,
        String templateId,
        Kind kind,
        Optional<Long> parent,
        Stage stage,
        Optional<String> hold,
        CampaignPlan plan,
        Optional<Instant> schedule,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        Progress progress) {

    /// How it comes about that it writes.
    public enum Kind {
        /// Once to everybody.
        ONCE,
        /// Again and again; each time is a campaign of its own.
        RECURRING,
        /// To whoever does something, once each.
        TRIGGERED;

        /// As it appears outside.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /// Where it is in its life.
    public enum Stage {
        /// Waits to be started by hand.
        DRAFT,
        /// Starts by itself when its time comes.
        SCHEDULED,
        RUNNING,
        /// Goes on when somebody says so.
        PAUSED,
        COMPLETED,
        CANCELLED;

        /// As it appears outside.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Stage of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /// How many of its messages have come how far; one that was read was also sent and delivered.
    ///
    /// @param waiting not handed in yet
    /// @param queued in the session's queue
    /// @param suppressed not sent, as the person wants no campaigns
    /// @param cancelled not sent, as the campaign was cancelled
    /// @param replied recipients who wrote after it
    /// @param optedOut recipients who said a stop word after it
    public record Progress(
            long total,
            long waiting,
            long queued,
            long sent,
            long delivered,
            long read,
            long failed,
            long suppressed,
            long cancelled,
            long replied,
            long optedOut) {
        static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /// Messages whose fate is open.
        public long pending() {
            return waiting + queued;
        }

        /// Both together.
        Progress plus(Progress other) {
            return new Progress(
                    total + other.total,
                    waiting + other.waiting,
                    queued + other.queued,
                    sent + other.sent,
                    delivered + other.delivered,
                    read + other.read,
                    failed + other.failed,
                    suppressed + other.suppressed,
                    cancelled + other.cancelled,
                    replied + other.replied,
                    optedOut + other.optedOut);
        }
    }

    @Override
    public String toString() {
        return "Campaign[" + id + " " + stage + "]";
    }
}
