// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupInfo.Versions;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.GroupRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Takes in what happens to groups: changes what is known of them, and tells the owner.
public final class GroupNews {

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final GroupRegistry registry;

    public GroupNews(Workbench bench, DeviceDirectory directory, GroupRegistry registry) {
        this.bench = bench;
        this.directory = directory;
        this.registry = registry;
    }

    /// What all changes of one notification have in common.
    private record Setting(Jid group, Optional<Jid> actor, Instant at) {}

    /// Takes a notification of type `w:gp2` in.
    public void notification(Node node) {
        Jid group = node.requireJid("from").bare();
        Optional<Jid> actor = node.jid("participant").map(Jid::bare);
        actor.ifPresent(by -> learn(
                by,
                node.jid(by.isLid() ? "participant_pn" : "participant_lid")
                        .or(() -> node.jid(by.isLid() ? "sender_pn" : "sender_lid"))));
        Instant at = GroupViews.instant(node, "t").orElseGet(bench::now);
        Setting setting = new Setting(group, actor, at);
        for (Node child : node.children()) {
            change(setting, child)
                    .ifPresent(change -> bench.emit(new ClientEvent.GroupChanged(
                            Party.of(group), actor.map(directory::party), node.text("notify"), at, change)));
        }
    }

    private void learn(Jid jid, Optional<Jid> other) {
        if (other.isPresent() && !directory.isSelf(jid)) {
            directory.learn(
                    jid.isPn() ? jid : other.get().bare(),
                    jid.isPn() ? other.get().bare() : jid);
        }
    }

    private Optional<GroupChange> change(Setting setting, Node child) {
        GroupViews views = registry.views();
        return switch (child.tag()) {
            case "create" -> Optional.of(joined(child));
            case "add" -> Optional.of(added(setting, child));
            case "remove", "leave" -> Optional.of(removed(setting, child));
            case "promote" -> Optional.of(roles(setting, child, MemberAction.PROMOTE, GroupRole.ADMIN));
            case "demote" -> Optional.of(roles(setting, child, MemberAction.DEMOTE, GroupRole.MEMBER));
            case "modify" -> {
                registry.refresh(setting.group());
                yield Optional.of(new GroupChange.NumbersChanged(views.people(child, "participant")));
            }
            case "subject" -> Optional.of(subject(setting, child));
            case "description" -> Optional.of(description(setting, child));
            case "invite" -> child.text("code").map(GroupChange.InviteCodeChanged::new);
            case "revoke" -> Optional.of(new GroupChange.InvitationsWithdrawn(views.people(child, "participant")));
            case "created_membership_requests" ->
                Optional.of(new GroupChange.JoinRequested(
                        views.people(child, "requested_user"), child.text("request_method")));
            case "membership_approval_request" ->
                Optional.of(new GroupChange.JoinRequested(
                        setting.actor().map(directory::party).stream().toList(), child.text("request_method")));
            case "revoked_membership_requests" -> Optional.of(requestsEnded(child));
            case "link", "unlink" -> Optional.of(linked(setting, child));
            case "delete" -> {
                registry.forget(setting.group());
                yield Optional.of(new GroupChange.Deleted(child.text("reason")));
            }
            case "suspended", "unsuspended" -> Optional.of(suspended(setting, child.hasTag("suspended")));
            case "growth_locked" ->
                Optional.of(new GroupChange.GrowthLocked(true, GroupViews.instant(child, "expiration")));
            case "growth_unlocked" -> Optional.of(new GroupChange.GrowthLocked(false, Optional.empty()));
            default ->
                Optional.of(setting(child)
                        .map(now -> allowed(setting, child, now))
                        .orElseGet(() -> new GroupChange.Other(child.tag(), Optional.empty())));
        };
    }

    private GroupChange joined(Node child) {
        GroupInfo info = registry.keep(GroupInfo.of(child.requireChild("group")));
        return new GroupChange.Joined(
                registry.views().group(info), child.hasText("type", "new"), child.text("reason"), child.text("key"));
    }

    private GroupChange added(Setting setting, Node child) {
        members(setting, child, MemberAction.ADD);
        return new GroupChange.MembersAdded(registry.views().people(child, "participant"), child.text("reason"));
    }

    private GroupChange removed(Setting setting, Node child) {
        boolean self = child.children("participant").stream()
                .map(GroupParticipant::of)
                .anyMatch(participant -> directory.isSelf(participant.jid()));
        if (self) {
            registry.forget(setting.group());
        } else {
            members(setting, child, MemberAction.REMOVE);
        }
        return new GroupChange.MembersRemoved(
                registry.views().people(child, "participant"), self, child.text("reason"));
    }

    private GroupChange roles(Setting setting, Node child, MemberAction action, GroupRole role) {
        members(setting, child, action);
        return new GroupChange.RolesChanged(registry.views().people(child, "participant"), role);
    }

    /// A change of the members is made here too if it follows on what is known; else everything is asked for anew.
    private void members(Setting setting, Node child, MemberAction action) {
        List<GroupParticipant> people =
                child.children("participant").stream().map(GroupParticipant::of).toList();
        people.forEach(person -> learn(person.jid(), person.other()));
        Optional<GroupInfo> known = registry.known(setting.group());
        if (known.isEmpty()) {
            return;
        }
        Optional<String> have = known.get().versions().participants();
        Optional<String> previous = child.text("prev_v_id");
        Optional<String> next = child.text("v_id");
        if (next.isPresent() && next.equals(have)) {
            return;
        }
        if (previous.isPresent() && have.isPresent() && !previous.equals(have)) {
            registry.refresh(setting.group());
            return;
        }
        registry.update(setting.group(), info -> {
            GroupInfo after = Roster.after(info, action, people);
            return after.withVersions(
                    new Versions(next.or(() -> have), after.versions().announcement()));
        });
    }

    private GroupChange subject(Setting setting, Node child) {
        String text = child.text("subject").orElse("");
        registry.update(
                setting.group(),
                info -> info.withSubject(new GroupInfo.Subject(
                        text, GroupViews.instant(child, "s_t"), child.jid("s_o"), child.jid("s_o_pn"))));
        return new GroupChange.SubjectChanged(text);
    }

    private GroupChange description(Setting setting, Node child) {
        boolean gone = child.hasChild("delete") || child.hasText("delete", "true") || !child.hasChild("body");
        Optional<String> text = gone ? Optional.empty() : child.child("body").map(Node::contentText);
        registry.update(
                setting.group(),
                info -> info.withDescription(text.map(body -> new GroupInfo.Description(
                        child.text("id").orElse(""),
                        body,
                        setting.actor(),
                        Optional.empty(),
                        Optional.of(setting.at())))));
        return new GroupChange.DescriptionChanged(text);
    }

    private GroupChange requestsEnded(Node child) {
        GroupViews views = registry.views();
        List<Party> requested = views.people(child, "requested_user");
        return new GroupChange.JoinRequestsEnded(requested.isEmpty() ? views.people(child, "participant") : requested);
    }

    private GroupChange linked(Setting setting, Node child) {
        boolean link = child.hasTag("link");
        String type = child.text(link ? "link_type" : "unlink_type").orElse("");
        List<SubGroup> groups = registry.views().subGroups(child);
        if (type.equals("parent_group")) {
            Optional<Jid> parent = link ? groups.stream().map(SubGroup::jid).findFirst() : Optional.empty();
            registry.update(setting.group(), info -> info.withCommunity(withParent(info.community(), parent)));
        }
        return link
                ? new GroupChange.Linked(type, groups)
                : new GroupChange.Unlinked(type, child.text("unlink_reason"), groups);
    }

    private static GroupInfo.Community withParent(GroupInfo.Community before, Optional<Jid> parent) {
        return new GroupInfo.Community(
                before.parent(),
                before.defaultApproval(),
                parent,
                before.defaultSubGroup(),
                before.generalChat(),
                before.membersMakeSubGroups());
    }

    private GroupChange suspended(Setting setting, boolean suspended) {
        registry.update(setting.group(), info -> info.withSettings(Roster.suspended(info.settings(), suspended)));
        return new GroupChange.Suspended(suspended);
    }

    private GroupChange allowed(Setting setting, Node child, GroupSetting now) {
        registry.update(setting.group(), info -> {
            GroupInfo after = info.withSettings(Roster.with(info.settings(), now));
            Optional<String> version = child.text("v_id");
            return version.isPresent() && now instanceof GroupSetting.OnlyAdminsWrite
                    ? after.withVersions(new Versions(after.versions().participants(), version))
                    : after;
        });
        return new GroupChange.SettingChanged(now);
    }

    private static Optional<GroupSetting> setting(Node child) {
        return switch (child.tag()) {
            case "locked" -> Optional.of(new GroupSetting.OnlyAdminsEdit(true));
            case "unlocked" -> Optional.of(new GroupSetting.OnlyAdminsEdit(false));
            case "announcement" -> Optional.of(new GroupSetting.OnlyAdminsWrite(true));
            case "not_announcement" -> Optional.of(new GroupSetting.OnlyAdminsWrite(false));
            case "ephemeral" ->
                Optional.of(new GroupSetting.Timer(
                        Duration.ofSeconds(child.number("expiration").orElse(0))));
            case "not_ephemeral" -> Optional.of(new GroupSetting.Timer(Duration.ZERO));
            case "membership_approval_mode" ->
                Optional.of(new GroupSetting.JoinApproval(child.child("group_join")
                        .filter(join -> join.hasText("state", "on"))
                        .isPresent()));
            case "member_add_mode" ->
                Optional.of(new GroupSetting.MembersAdd(child.contentText().equals("all_member_add")));
            case "member_link_mode" ->
                Optional.of(
                        new GroupSetting.MembersShareLink(child.contentText().equals("all_member_link")));
            default -> Optional.empty();
        };
    }
}
