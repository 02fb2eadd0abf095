// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.gateway.session.Session;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A campaign somebody wants.
///
/// @param schedule when it is to start by itself
public record CampaignOrder(
        Session session, String name, String templateId, List<Addressee> addressees, Optional<Instant> schedule) {
    public CampaignOrder {
        addressees = List.copyOf(addressees);
    }

    /// A recipient with the text that is for them.
    public record Addressee(Jid jid, String text) {
        @Override
        public String toString() {
            return "Addressee[]";
        }
    }

    @Override
    public String toString() {
        return "CampaignOrder[" + addressees.size() + "]";
    }
}
