// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Communities: which groups belong to one, and what may be asked of it.
final class Communities {

    private static final String SUB_GROUP = "sub_group";
    private static final String PARENT_GROUP = "parent_group";

    private final Groups groups;
    private final Membership membership;
    private final GroupNotices notices;

    Communities(Groups groups, Membership membership, GroupNotices notices) {
        this.groups = groups;
        this.membership = membership;
        this.notices = notices;
    }

    /// Whether somebody may make new groups in a community.
    boolean mayExtend(Group community, Account actor) {
        boolean open = community.is(Trait.OPEN_SUB_GROUPS) && community.has(actor);
        return community.is(Trait.PARENT) && (community.isAdmin(actor) || open);
    }

    /// Makes a group part of a community. Its members become the community's.
    void link(Group community, Group child, Account actor) {
        child.parent(community.id());
        groups.save(child);
        notices.tellAll(community, actor, linked(SUB_GROUP, child));
        notices.tellAll(child, actor, linked(PARENT_GROUP, community));
        membership.join(community, actor, List.copyOf(child.members()), Optional.of("linked_group_join"));
    }

    private static Node linked(String type, Group other) {
        return Node.builder("link")
                .attr("link_type", type)
                .child(reference(other))
                .build();
    }

    private static NodeBuilder reference(Group group) {
        return Node.builder("group")
                .attr("jid", group.jid())
                .attr("subject", group.subject().text())
                .attr("s_t", group.subject().at());
    }

    /// `links`: makes groups part of a community.
    Answer link(Group community, Account actor, Node query) {
        if (!isCommunityOf(community, actor)) {
            return Answer.forbidden();
        }
        query.children("link").forEach(Communities::requireNames);
        List<Node> links = new ArrayList<>();
        for (Node link : query.children("link")) {
            List<Node> lines = new ArrayList<>();
            for (Node named : link.children("group")) {
                Jid jid = named.requireJid("jid");
                Optional<Group> child = groups.find(jid);
                OptionalInt refusal = refusalToLink(child, actor);
                if (refusal.isEmpty()) {
                    link(community, child.orElseThrow(), actor);
                }
                lines.add(line(jid, refusal));
            }
            links.add(Node.builder("link")
                    .attr("link_type", link.text("link_type").orElse(SUB_GROUP))
                    .children(lines)
                    .build());
        }
        return Answer.of(Node.builder("links").children(links).build());
    }

    /// Checks that every group is named by an address, before anything is done about any.
    private static void requireNames(Node query) {
        query.children("group").forEach(named -> named.requireJid("jid"));
    }

    private static boolean isCommunityOf(Group community, Account admin) {
        return community.is(Trait.PARENT) && community.isAdmin(admin);
    }

    private static OptionalInt refusalToLink(Optional<Group> child, Account actor) {
        if (child.isEmpty()) {
            return OptionalInt.of(Verdicts.NOT_FOUND);
        }
        Group group = child.get();
        if (!group.isAdmin(actor) || group.is(Trait.PARENT)) {
            return OptionalInt.of(Verdicts.FORBIDDEN);
        }
        return group.parent().isPresent() ? OptionalInt.of(Verdicts.CONFLICT) : OptionalInt.empty();
    }

    private static Node line(Jid jid, OptionalInt refusal) {
        NodeBuilder line = Node.builder("group").attr("jid", jid);
        if (refusal.isPresent()) {
            line.attr("error", refusal.getAsInt());
        }
        return line.build();
    }

    /// `unlink`: makes groups independent again.
    Answer unlink(Group community, Account actor, Node query) {
        if (!isCommunityOf(community, actor)) {
            return Answer.forbidden();
        }
        requireNames(query);
        List<Node> lines = new ArrayList<>();
        for (Node named : query.children("group")) {
            Jid jid = named.requireJid("jid");
            Optional<Group> child = groups.find(jid).filter(group -> isChild(group, community));
            boolean ownGroup =
                    child.filter(group -> group.is(Trait.DEFAULT_SUB_GROUP)).isPresent();
            if (child.isEmpty() || ownGroup) {
                lines.add(line(jid, OptionalInt.of(ownGroup ? Verdicts.FORBIDDEN : Verdicts.NOT_FOUND)));
                continue;
            }
            unlink(community, child.get(), actor, "unlink_group");
            if (named.hasText("remove_orphaned_members", "true") || query.hasText("remove_orphaned_members", "true")) {
                removeOrphans(community, child.get(), actor);
            }
            lines.add(line(jid, OptionalInt.empty()));
        }
        return Answer.of(Node.builder("unlink")
                .attr("unlink_type", query.text("unlink_type").orElse(SUB_GROUP))
                .children(lines)
                .build());
    }

    private static boolean isChild(Group group, Group community) {
        return group.parent().filter(community.id()::equals).isPresent();
    }

    private void unlink(Group community, Group child, Account actor, String reason) {
        child.parent(null);
        child.set(Trait.DEFAULT_SUB_GROUP, false);
        child.set(Trait.GENERAL_CHAT, false);
        groups.save(child);
        notices.tellAll(community, actor, unlinked(SUB_GROUP, reason, child));
        notices.tellAll(child, actor, unlinked(PARENT_GROUP, reason, community));
    }

    private static Node unlinked(String type, String reason, Group other) {
        return Node.builder("unlink")
                .attr("unlink_type", type)
                .attr("unlink_reason", reason)
                .child(reference(other))
                .build();
    }

    /// Who was in the community by one group only, and is no admin of it, leaves it with that group.
    private void removeOrphans(Group community, Group former, Account actor) {
        Set<Account> elsewhere = new LinkedHashSet<>();
        groups.subGroups(community).stream()
                .filter(group -> !group.is(Trait.DEFAULT_SUB_GROUP))
                .forEach(group -> elsewhere.addAll(group.members()));
        List<Account> orphans = former.members().stream()
                .filter(member -> !elsewhere.contains(member) && !community.isAdmin(member))
                .toList();
        membership.leave(community, actor, orphans);
    }

    /// `delete_parent`: the community ends, its groups go on without it.
    Answer delete(Group community, Account actor) {
        if (!isCommunityOf(community, actor)) {
            return Answer.forbidden();
        }
        groups.subGroups(community).forEach(child -> unlink(community, child, actor, "delete_parent"));
        notices.tellAll(
                community,
                actor,
                Node.builder("delete").attr("reason", "delete_parent").build());
        groups.delete(community);
        return Answer.empty();
    }

    /// `query_linked`: a group of the community, seen by a member of either.
    Answer queryLinked(Group community, Account actor, Node query) {
        Optional<Group> child =
                groups.find(query.requireJid("jid")).filter(group -> isChild(group, community) || group == community);
        if (child.isEmpty()) {
            return Answer.notFound();
        }
        boolean may = community.has(actor) || child.get().has(actor);
        return may ? Answer.of(Node.of("linked_group", GroupNodes.full(child.get()))) : Answer.forbidden();
    }

    /// `join_linked_group`: a member of the community joins one of its groups.
    Answer joinLinked(Group community, Account actor, Node query) {
        Optional<Group> child = groups.find(query.requireJid("jid")).filter(group -> isChild(group, community));
        if (child.isEmpty()) {
            return Answer.notFound();
        }
        if (!community.has(actor)) {
            return Answer.forbidden();
        }
        membership.join(child.get(), actor, List.of(actor), Optional.of("linked_group_join"));
        return Answer.of(Node.of("linked_group", GroupNodes.full(child.get())));
    }

    /// `sub_groups`: the groups of a community.
    Answer subGroups(Group community, Account actor) {
        if (!groups.mayLook(community, actor)) {
            return Answer.forbidden();
        }
        List<Node> lines = groups.subGroups(community).stream()
                .map(group -> GroupNodes.subGroup(group).build())
                .toList();
        return Answer.of(Node.builder("sub_groups").children(lines).build());
    }

    /// `linked_groups_participants`: everybody who is in a group of the community.
    Answer participants(Group community, Account actor) {
        if (!groups.mayLook(community, actor)) {
            return Answer.forbidden();
        }
        Set<Account> all = new LinkedHashSet<>(community.members());
        groups.subGroups(community).forEach(group -> all.addAll(group.members()));
        List<Node> lines = all.stream()
                .map(account -> GroupNodes.participant(community, account).build())
                .toList();
        return Answer.of(
                Node.builder("linked_groups_participants").children(lines).build());
    }
}
