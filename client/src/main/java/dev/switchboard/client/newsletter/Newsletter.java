// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of a newsletter.
///
/// @param state `active`, `suspended`, `geosuspended`, `deleted` and the like
/// @param subscribers how many people follow it
/// @param inviteCode the end of its link
/// @param verified whether the network vouches for who runs it
/// @param picturePath where its picture is, on the media store
/// @param role what this account is to it, where told
/// @param muted whether this account muted it, where told
public record Newsletter(
        Jid jid,
        String name,
        String description,
        String state,
        OptionalLong subscribers,
        Optional<String> inviteCode,
        Optional<Instant> created,
        boolean verified,
        Optional<String> picturePath,
        Optional<Role> role,
        Optional<Boolean> muted) {

    /// What an account is to a newsletter.
    public enum Role {
        OWNER,
        ADMIN,
        SUBSCRIBER,
        /// It does not follow it.
        GUEST
    }

    @Override
    public String toString() {
        return "Newsletter[" + state + " " + role.map(Role::name).orElse("") + "]";
    }
}
