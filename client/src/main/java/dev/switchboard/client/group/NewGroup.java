// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A group or community to be made.
///
/// @param subject its name
/// @param members who is in it from the beginning, besides this account
/// @param description its description
/// @param onlyAdminsEdit whether only admins change name, picture, description and timer
/// @param onlyAdminsWrite whether only admins send messages
/// @param timer after how long messages disappear; zero for never
/// @param joinApproval whether admins approve of who joins
/// @param membersAdd whether all members add people
/// @param place where it stands
public record NewGroup(
        String subject,
        List<Jid> members,
        Optional<String> description,
        boolean onlyAdminsEdit,
        boolean onlyAdminsWrite,
        Duration timer,
        boolean joinApproval,
        boolean membersAdd,
        Place place) {

    public NewGroup {
        members = members.stream().map(Jid::bare).distinct().toList();
    }

    /// Where a new group stands.
    public sealed interface Place {
        /// On its own.
        record Alone() implements Place {}

        /// In a community.
        record In(Jid community) implements Place {}

        /// As a community itself; the network adds an announcement group.
        ///
        /// @param generalChat whether it gets a general chat too
        /// @param approvalToJoin whether admins approve of who joins its groups
        /// @param membersMakeGroups whether members may make groups in it
        record AsCommunity(boolean generalChat, boolean approvalToJoin, boolean membersMakeGroups) implements Place {}
    }

    @Override
    public String toString() {
        return "NewGroup[" + members.size() + " members]";
    }

    /// Starts a group that everybody may change, write to and add people to.
    public static Builder named(String subject) {
        return new Builder(subject);
    }

    /// Collects what a new group shall be. Not thread-safe.
    public static final class Builder {
        private final String subject;
        private final List<Jid> members = new ArrayList<>();
        private Optional<String> description = Optional.empty();
        private boolean onlyAdminsEdit;
        private boolean onlyAdminsWrite;
        private Duration timer = Duration.ZERO;
        private boolean joinApproval;
        private boolean membersAdd = true;
        private Place place = new Place.Alone();

        private Builder(String subject) {
            this.subject = subject;
        }

        public Builder members(List<Jid> more) {
            members.addAll(more);
            return this;
        }

        public Builder description(String text) {
            description = Optional.of(text).filter(given -> !given.isEmpty());
            return this;
        }

        public Builder onlyAdminsEdit(boolean value) {
            onlyAdminsEdit = value;
            return this;
        }

        public Builder onlyAdminsWrite(boolean value) {
            onlyAdminsWrite = value;
            return this;
        }

        public Builder timer(Duration value) {
            timer = value;
            return this;
        }

        public Builder joinApproval(boolean value) {
            joinApproval = value;
            return this;
        }

        public Builder membersAdd(boolean value) {
            membersAdd = value;
            return this;
        }

        public Builder place(Place value) {
            place = value;
            return this;
        }

        public NewGroup build() {
            return new NewGroup(
                    subject,
                    members,
                    description,
                    onlyAdminsEdit,
                    onlyAdminsWrite,
                    timer,
                    joinApproval,
                    membersAdd,
                    place);
        }
    }
}
