// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.List;
import java.util.Optional;

/// Lets people in and out of groups, gives and takes ranks, and tells everybody concerned.
///
/// Nothing is asked here: whoever calls has seen to it that the actor may do it.
final class Membership {

    private final Groups groups;
    private final GroupNotices notices;

    Membership(Groups groups, GroupNotices notices) {
        this.groups = groups;
        this.notices = notices;
    }

    /// Announces a group that was just made to all its members.
    void made(Group group, Account creator, Optional<String> key) {
        groups.save(group);
        Node shown = GroupNodes.full(group);
        List<Account> others =
                group.members().stream().filter(member -> member != creator).toList();
        NodeBuilder forCreator = Node.builder("create").attr("type", "new").attrIfPresent("key", key);
        notices.tell(group, creator, List.of(creator), forCreator.child(shown).build());
        NodeBuilder forOthers = Node.builder("create").attr("type", "new");
        notices.tell(group, creator, others, forOthers.child(shown).build());
    }

    /// Lets people in who are not in yet. Who joins a community joins its announcement group too.
    void join(Group group, Account actor, List<Account> people, Optional<String> reason) {
        List<Account> added =
                people.stream().filter(person -> !group.has(person)).distinct().toList();
        if (added.isEmpty()) {
            return;
        }
        List<Account> before = List.copyOf(group.members());
        added.forEach(person -> groups.addMember(group, person));
        NodeBuilder add = Node.builder("add").attrIfPresent("reason", reason);
        notices.tell(group, actor, before, changed(add, group, added));
        Node create = Node.builder("create")
                .attrIfPresent("reason", reason)
                .child(GroupNodes.full(group))
                .build();
        notices.tell(group, actor, added, create);
        announcementGroup(group).ifPresent(announcements -> join(announcements, actor, added, reason));
    }

    /// Lets people out who are in. Who leaves a community leaves its announcement group too.
    void leave(Group group, Account actor, List<Account> people) {
        List<Account> gone = people.stream().filter(group::has).distinct().toList();
        if (gone.isEmpty()) {
            return;
        }
        List<Account> before = List.copyOf(group.members());
        Optional<Group> announcements = announcementGroup(group);
        gone.forEach(person -> groups.removeMember(group, person));
        notices.tell(group, actor, before, changed(Node.builder("remove"), group, gone));
        if (group.members().isEmpty()) {
            abandon(group);
        } else if (group.admins().isEmpty()) {
            rank(group, actor, List.of(group.members().iterator().next()), Rank.ADMIN);
        }
        announcements.ifPresent(other -> leave(other, actor, gone));
    }

    private void abandon(Group group) {
        for (Group child : groups.subGroups(group)) {
            child.parent(null);
            groups.save(child);
        }
        groups.delete(group);
    }

    /// Gives people a rank.
    void rank(Group group, Account actor, List<Account> people, Rank rank) {
        List<Account> changed = people.stream()
                .filter(group::has)
                .filter(person -> group.isAdmin(person) != rank.isAdmin())
                .distinct()
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach(person -> group.ranks().put(person, rank));
        NodeBuilder change = Node.builder(rank.isAdmin() ? "promote" : "demote");
        notices.tellAll(group, actor, changed(change, group, changed));
        announcementGroup(group).ifPresent(announcements -> rank(announcements, actor, people, rank));
    }

    private Node changed(NodeBuilder change, Group group, List<Account> people) {
        long former = group.membersVersion();
        group.versions(groups.nextVersion(former), group.announcementVersion());
        groups.save(group);
        return change.attr("prev_v_id", Long.toString(former))
                .attr("v_id", Long.toString(group.membersVersion()))
                .children(GroupNodes.participants(group, people))
                .build();
    }

    private Optional<Group> announcementGroup(Group group) {
        return group.is(Trait.PARENT)
                ? groups.subGroups(group).stream()
                        .filter(child -> child.is(Trait.DEFAULT_SUB_GROUP))
                        .findFirst()
                : Optional.empty();
    }
}
