// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of somebody a campaign is for.
///
/// @param variant the name of the message they got
/// @param state `waiting`, `queued`, `sent`, `delivered`, `read`, `failed`, `suppressed` or `cancelled`
/// @param reason why it failed
public record Recipient(
        long position,
        Jid jid,
        String variant,
        String messageId,
        String state,
        Optional<String> reason,
        Optional<Instant> sentAt,
        Optional<Instant> deliveredAt,
        Optional<Instant> readAt,
        Optional<Instant> endedAt,
        Optional<Instant> repliedAt,
        Optional<Instant> optedOutAt) {
    static Recipient of(Campaign campaign, RecipientStore.Outcome outcome) {
        List<CampaignPlan.Variant> variants = campaign.plan().messages();
        return new Recipient(
                outcome.position(),
                outcome.jid(),
                outcome.variant() < variants.size()
                        ? variants.get(outcome.variant()).name()
                        : "",
                outcome.messageId(),
                outcome.state(),
                outcome.reason(),
                outcome.sentAt(),
                outcome.deliveredAt(),
                outcome.readAt(),
                outcome.endedAt(),
                outcome.repliedAt(),
                outcome.optedOutAt());
    }

    @Override
    public String toString() {
        return "Recipient[" + messageId + " " + state + "]";
    }
}
