// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.client.event.Party;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.AddressingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a group or community.
///
/// @param jid its address
/// @param subject its name
/// @param description its description
/// @param creator who made it
/// @param created when
/// @param mode by which kind of address the network names its members
/// @param settings what is allowed
/// @param community its place in a community
/// @param size how many members there are; the list may be shorter where the network hides some
/// @param members the members told
public record Group(
        Jid jid,
        String subject,
        Optional<Description> description,
        Optional<Party> creator,
        Optional<Instant> created,
        AddressingMode mode,
        Settings settings,
        Community community,
        int size,
        List<GroupMember> members) {

    public Group {
        members = List.copyOf(members);
    }

    /// A group's description.
    ///
    /// @param id names this version of it
    public record Description(String id, String text, Optional<Party> by, Optional<Instant> at) {
        @Override
        public String toString() {
            return "Description[" + id + "]";
        }
    }

    /// What is allowed in a group.
    ///
    /// @param onlyAdminsEdit whether only admins change name, picture, description and timer
    /// @param onlyAdminsWrite whether only admins send messages
    /// @param timer after how long messages disappear; zero for never
    /// @param joinApproval whether admins approve of who joins
    /// @param membersAdd whether all members add people
    /// @param membersShareLink whether all members see the invite link
    /// @param suspended whether the network has closed the group
    public record Settings(
            boolean onlyAdminsEdit,
            boolean onlyAdminsWrite,
            Duration timer,
            boolean joinApproval,
            boolean membersAdd,
            boolean membersShareLink,
            boolean suspended) {}

    /// A group's place in a community.
    ///
    /// @param isCommunity whether it is a community itself, which nobody writes to
    /// @param parent the community it belongs to
    /// @param announcements whether it is its community's announcement group
    /// @param generalChat whether it is its community's general chat
    public record Community(boolean isCommunity, Optional<Jid> parent, boolean announcements, boolean generalChat) {}

    @Override
    public String toString() {
        return "Group[" + size + " members]";
    }
}
