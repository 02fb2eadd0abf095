// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.client.event.Party;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.GroupRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What happened to a group.
public sealed interface GroupChange {

    /// This account is in the group now.
    ///
    /// @param founded whether the group was made at this moment
    /// @param key the creator's own mark of the request
    record Joined(Group group, boolean founded, Optional<String> reason, Optional<String> key) implements GroupChange {}

    /// People came in.
    ///
    /// @param reason how: `invite`, `linked_group_join` and so on
    record MembersAdded(List<Party> members, Optional<String> reason) implements GroupChange {
        public MembersAdded {
            members = List.copyOf(members);
        }
    }

    /// People left or were removed.
    ///
    /// @param self whether this account is among them
    record MembersRemoved(List<Party> members, boolean self, Optional<String> reason) implements GroupChange {
        public MembersRemoved {
            members = List.copyOf(members);
        }
    }

    /// Members have another role.
    record RolesChanged(List<Party> members, GroupRole role) implements GroupChange {
        public RolesChanged {
            members = List.copyOf(members);
        }
    }

    /// Members have another number.
    record NumbersChanged(List<Party> members) implements GroupChange {
        public NumbersChanged {
            members = List.copyOf(members);
        }
    }

    /// The group has another name.
    record SubjectChanged(String subject) implements GroupChange {
        @Override
        public String toString() {
            return "SubjectChanged[]";
        }
    }

    /// The group has another description, or none.
    record DescriptionChanged(Optional<String> text) implements GroupChange {
        @Override
        public String toString() {
            return "DescriptionChanged[]";
        }
    }

    /// Something is allowed now, or no longer.
    record SettingChanged(GroupSetting setting) implements GroupChange {}

    /// The group has another invite code; the old one is void.
    record InviteCodeChanged(String code) implements GroupChange {
        @Override
        public String toString() {
            return "InviteCodeChanged[]";
        }
    }

    /// Invitations to these people were withdrawn.
    record InvitationsWithdrawn(List<Party> people) implements GroupChange {
        public InvitationsWithdrawn {
            people = List.copyOf(people);
        }
    }

    /// People wait for an admin's approval.
    record JoinRequested(List<Party> people, Optional<String> method) implements GroupChange {
        public JoinRequested {
            people = List.copyOf(people);
        }
    }

    /// People wait no longer: they took their request back, or an admin refused.
    record JoinRequestsEnded(List<Party> people) implements GroupChange {
        public JoinRequestsEnded {
            people = List.copyOf(people);
        }
    }

    /// Groups were linked: to this community, or this group to its community.
    ///
    /// @param type what the others are to this group: `sub_group`, `parent_group`, `sibling_group`
    record Linked(String type, List<SubGroup> groups) implements GroupChange {
        public Linked {
            groups = List.copyOf(groups);
        }
    }

    /// Groups are linked no longer.
    ///
    /// @param reason `unlink_group` or `delete_parent`
    record Unlinked(String type, Optional<String> reason, List<SubGroup> groups) implements GroupChange {
        public Unlinked {
            groups = List.copyOf(groups);
        }
    }

    /// The group is no more.
    record Deleted(Optional<String> reason) implements GroupChange {}

    /// The network closed the group, or opened it again.
    record Suspended(boolean suspended) implements GroupChange {}

    /// The network does not let the group grow, for a while.
    record GrowthLocked(boolean locked, Optional<Instant> until) implements GroupChange {}

    /// What is known here was out of date and has been fetched anew, or the network made us look again.
    record Refreshed(Group group) implements GroupChange {}

    /// Something this version does not know.
    ///
    /// @param tag what the network calls it
    record Other(String tag, Optional<Jid> subject) implements GroupChange {}
}
