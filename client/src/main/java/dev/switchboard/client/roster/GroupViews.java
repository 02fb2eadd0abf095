// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupMember;
import dev.switchboard.client.group.LinkOutcome;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// From the server's words on groups to the owner's.
final class GroupViews {

    private final DeviceDirectory directory;

    GroupViews(DeviceDirectory directory) {
        this.directory = directory;
    }

    Group group(GroupInfo info) {
        return new Group(
                info.jid(),
                info.subject().text(),
                info.description().map(this::description),
                info.creation().by().map(by -> person(by, info.creation().byPn())),
                info.creation().at(),
                info.mode(),
                settings(info.settings()),
                new Group.Community(
                        info.community().parent(),
                        info.community().linkedParent(),
                        info.community().defaultSubGroup(),
                        info.community().generalChat()),
                info.size().orElse(info.participants().size()),
                info.participants().stream().map(this::member).toList());
    }

    private Group.Description description(GroupInfo.Description description) {
        return new Group.Description(
                description.id(),
                description.text(),
                description.by().map(by -> person(by, description.byPn())),
                description.at());
    }

    private static Group.Settings settings(GroupInfo.Settings settings) {
        return new Group.Settings(
                settings.locked(),
                settings.announcement(),
                Duration.ofSeconds(settings.timerSeconds()),
                settings.joinApproval(),
                settings.addMode().filter("all_member_add"::equals).isPresent(),
                settings.linkMode().filter("all_member_link"::equals).isPresent(),
                settings.suspended());
    }

    private GroupMember member(GroupParticipant participant) {
        return new GroupMember(person(participant), participant.role(), participant.displayName());
    }

    Party person(GroupParticipant participant) {
        return person(participant.jid(), participant.other());
    }

    private Party person(Jid jid, Optional<Jid> other) {
        if (other.isEmpty() || !jid.isUser()) {
            return directory.party(jid);
        }
        Optional<Jid> named = Optional.of(jid);
        return Party.person(
                named.filter(Jid::isPn).or(() -> other.filter(Jid::isPn)),
                named.filter(Jid::isLid).or(() -> other.filter(Jid::isLid)));
    }

    /// The people that children of this tag name.
    List<Party> people(Node parent, String tag) {
        return parent.children(tag).stream()
                .map(GroupParticipant::of)
                .map(this::person)
                .toList();
    }

    /// What came of a change, person by person.
    List<MemberOutcome> outcomes(Node change) {
        List<MemberOutcome> outcomes = new ArrayList<>();
        for (Node participant : change.children("participant")) {
            outcomes.add(outcome(participant));
        }
        return outcomes;
    }

    private MemberOutcome outcome(Node participant) {
        Party person = person(GroupParticipant.of(participant));
        OptionalLong error = participant.number("error");
        if (error.isEmpty() || error.getAsLong() == 200) {
            return new MemberOutcome.Done(person);
        }
        Optional<Node> invitation = participant.child("add_request");
        return invitation.isPresent()
                ? new MemberOutcome.Invitable(
                        person, invitation.get().requireText("code"), instant(invitation.get(), "expiration"))
                : new MemberOutcome.Refused(person, (int) error.getAsLong());
    }

    List<SubGroup> subGroups(Node parent) {
        return parent.children("group").stream()
                .map(group -> new SubGroup(
                        GroupInfo.jid(group),
                        group.text("subject").orElse(""),
                        instant(group, "s_t"),
                        group.hasChild("default_sub_group") || group.hasText("default_sub_group", "true")))
                .toList();
    }

    List<LinkOutcome> linkOutcomes(Node parent) {
        return parent.children("group").stream()
                .map(group -> {
                    OptionalLong error = group.number("error");
                    return new LinkOutcome(
                            GroupInfo.jid(group),
                            error.isPresent() ? OptionalInt.of((int) error.getAsLong()) : OptionalInt.empty());
                })
                .toList();
    }

    static Optional<Instant> instant(Node node, String attribute) {
        OptionalLong seconds = node.number(attribute);
        boolean sane = seconds.isPresent() && seconds.getAsLong() > 0 && seconds.getAsLong() < 1L << 40;
        return sane ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }
}
