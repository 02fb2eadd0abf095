// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Groups and communities. Each call waits for the network, within a limit of the provider's own.
public interface ProviderGroups {
    /// The groups the account is in.
    Answer<List<Group>> all();

    /// A group as it is now.
    Answer<Group> get(Jid group);

    Answer<Creation> create(NewGroup wish);

    Answer<Boolean> subject(Jid group, String subject);

    /// A new description; empty = none.
    Answer<Boolean> description(Jid group, Optional<String> text);

    /// A new picture, as JPEG; empty = none.
    Answer<Boolean> picture(Jid group, Optional<Bytes> jpeg);

    Answer<Boolean> set(Jid group, Setting setting, boolean on);

    /// Makes new messages disappear so long after reading; empty = never.
    Answer<Boolean> lifetime(Jid group, Optional<Duration> lifetime);

    Answer<List<Outcome>> change(Jid group, Change change, List<Jid> people);

    Answer<Boolean> leave(Jid group);

    /// The code of the group's invite link.
    Answer<String> inviteCode(Jid group);

    /// A new code; the one before works no longer.
    Answer<String> newInviteCode(Jid group);

    /// The group that an invite code leads to.
    Answer<Group> byInvite(String code);

    /// Joins by an invite code; the answer is the group, or the group that was asked to let the account in.
    Answer<Jid> join(String code);

    /// Who asks to be let in.
    Answer<List<Request>> requests(Jid group);

    /// Lets people in, or not.
    Answer<List<Outcome>> decide(Jid group, List<Jid> people, boolean approve);

    /// Puts groups into a community.
    Answer<List<Outcome>> link(Jid community, List<Jid> groups);

    /// Takes groups out of a community.
    Answer<List<Outcome>> unlink(Jid community, List<Jid> groups);

    /// The groups of a community.
    Answer<List<Group>> subGroups(Jid community);

    /// What is decided about a whole group.
    enum Setting {
        /// Only admins write.
        ANNOUNCE,
        /// Only admins change the group's name, picture and description.
        LOCKED,
        /// Everybody may add people, not admins only.
        MEMBERS_ADD,
        /// Admins let people in who come by link.
        APPROVAL
    }

    /// What happens to people in a group.
    enum Change {
        ADD,
        REMOVE,
        PROMOTE,
        DEMOTE
    }

    /// What somebody is in a group.
    enum Rank {
        MEMBER,
        ADMIN,
        SUPERADMIN
    }

    /// Somebody in a group.
    record Participant(Party person, Rank rank, Optional<String> name) {
        @Override
        public String toString() {
            return "Participant[" + rank + "]";
        }
    }

    /// A group or community.
    ///
    /// @param owner who made it
    /// @param community whether it is the frame of a community
    /// @param parent the community it is in
    /// @param defaultOfParent whether it is its community's group for announcements
    /// @param settings those that are on
    /// @param size how many people are in it
    record Group(
            Jid jid,
            String subject,
            Optional<String> description,
            Optional<Party> owner,
            Optional<Instant> createdAt,
            boolean community,
            Optional<Jid> parent,
            boolean defaultOfParent,
            List<Setting> settings,
            Optional<Duration> lifetime,
            int size,
            List<Participant> participants) {
        public Group {
            settings = List.copyOf(settings);
            participants = List.copyOf(participants);
        }

        @Override
        public String toString() {
            return "Group[" + participants.size() + "]";
        }
    }

    /// A group to be made.
    ///
    /// @param community whether it is to be a community
    /// @param parent the community it is to be in
    record NewGroup(
            String subject,
            List<Jid> people,
            Optional<String> description,
            boolean community,
            Optional<Jid> parent,
            List<Setting> settings) {
        public NewGroup {
            people = List.copyOf(people);
            settings = List.copyOf(settings);
        }

        @Override
        public String toString() {
            return "NewGroup[" + people.size() + "]";
        }
    }

    /// A group that was made, and who could not be added to it.
    record Creation(Group group, List<Outcome> outcomes) {}

    /// How something went with one person or group.
    ///
    /// @param number 200 if it is done, else the network's number for what is in the way
    /// @param invite a code by which the person can be invited, where that is needed
    record Outcome(Party who, int number, Optional<String> invite) {
        @Override
        public String toString() {
            return "Outcome[" + number + "]";
        }
    }

    /// Somebody who asks to be let in.
    record Request(Party person, Optional<Instant> at, Optional<String> way) {
        @Override
        public String toString() {
            return "Request[]";
        }
    }
}
