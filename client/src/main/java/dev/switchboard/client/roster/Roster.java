// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.GroupRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a group is like after a change. Pure; doing the same twice changes nothing more.
final class Roster {

    private Roster() {}

    static GroupInfo after(GroupInfo before, MemberAction action, List<GroupParticipant> people) {
        List<GroupParticipant> participants = new ArrayList<>(before.participants());
        for (GroupParticipant person : people) {
            switch (action) {
                case ADD -> {
                    if (participants.stream().noneMatch(known -> same(known, person))) {
                        participants.add(inMode(before, person));
                    }
                }
                case REMOVE -> participants.removeIf(known -> same(known, person));
                case PROMOTE -> participants.replaceAll(known -> same(known, person) ? promoted(known) : known);
                case DEMOTE ->
                    participants.replaceAll(known -> same(known, person) ? known.withRole(GroupRole.MEMBER) : known);
            }
        }
        return participants.equals(before.participants()) ? before : before.withParticipants(participants);
    }

    private static boolean same(GroupParticipant one, GroupParticipant other) {
        return one.is(other.jid()) || other.other().filter(one::is).isPresent();
    }

    private static GroupParticipant promoted(GroupParticipant known) {
        return known.role() == GroupRole.MEMBER ? known.withRole(GroupRole.ADMIN) : known;
    }

    /// Somebody named by the group's own kind of address, where both are told.
    private static GroupParticipant inMode(GroupInfo group, GroupParticipant person) {
        boolean fits = switch (group.mode()) {
            case LID -> person.jid().isLid();
            case PN -> person.jid().isPn();
        };
        return fits || person.other().isEmpty()
                ? person
                : new GroupParticipant(
                        person.other().get(), Optional.of(person.jid()), person.role(), person.displayName());
    }

    static GroupInfo renamed(GroupInfo before, String subject, Instant now) {
        return before.subject().text().equals(subject)
                ? before
                : before.withSubject(
                        new GroupInfo.Subject(subject, Optional.of(now), Optional.empty(), Optional.empty()));
    }

    static GroupInfo.Settings with(GroupInfo.Settings before, GroupSetting setting) {
        return switch (setting) {
            case GroupSetting.OnlyAdminsEdit(boolean on) -> settings(before, on, before.announcement());
            case GroupSetting.OnlyAdminsWrite(boolean on) -> settings(before, before.locked(), on);
            case GroupSetting.Timer(var duration) ->
                new GroupInfo.Settings(
                        before.locked(),
                        before.announcement(),
                        duration.toSeconds(),
                        before.joinApproval(),
                        before.addMode(),
                        before.linkMode(),
                        before.suspended(),
                        before.incognito());
            case GroupSetting.JoinApproval(boolean on) ->
                new GroupInfo.Settings(
                        before.locked(),
                        before.announcement(),
                        before.timerSeconds(),
                        on,
                        before.addMode(),
                        before.linkMode(),
                        before.suspended(),
                        before.incognito());
            case GroupSetting.MembersAdd(boolean on) ->
                modes(before, Optional.of(on ? "all_member_add" : "admin_add"), before.linkMode());
            case GroupSetting.MembersShareLink(boolean on) ->
                modes(before, before.addMode(), Optional.of(on ? "all_member_link" : "admin_link"));
        };
    }

    private static GroupInfo.Settings settings(GroupInfo.Settings before, boolean locked, boolean announcement) {
        return new GroupInfo.Settings(
                locked,
                announcement,
                before.timerSeconds(),
                before.joinApproval(),
                before.addMode(),
                before.linkMode(),
                before.suspended(),
                before.incognito());
    }

    private static GroupInfo.Settings modes(
            GroupInfo.Settings before, Optional<String> addMode, Optional<String> linkMode) {
        return new GroupInfo.Settings(
                before.locked(),
                before.announcement(),
                before.timerSeconds(),
                before.joinApproval(),
                addMode,
                linkMode,
                before.suspended(),
                before.incognito());
    }

    static GroupInfo.Settings suspended(GroupInfo.Settings before, boolean suspended) {
        return new GroupInfo.Settings(
                before.locked(),
                before.announcement(),
                before.timerSeconds(),
                before.joinApproval(),
                before.addMode(),
                before.linkMode(),
                suspended,
                before.incognito());
    }
}
