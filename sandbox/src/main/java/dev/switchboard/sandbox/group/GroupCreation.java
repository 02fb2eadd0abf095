// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `create`: a group, a group of a community, or a community with the groups that belong to it.
final class GroupCreation {

    private static final String GENERAL = "General";
    private static final Answer NOT_ACCEPTABLE = new Answer.Refused(406, "not-acceptable");

    private final Groups groups;
    private final Registry registry;
    private final Membership membership;
    private final Invitations invitations;
    private final GroupSettings settings;
    private final Communities communities;

    GroupCreation(
            Groups groups,
            Registry registry,
            Membership membership,
            Invitations invitations,
            GroupSettings settings,
            Communities communities) {
        this.groups = groups;
        this.registry = registry;
        this.membership = membership;
        this.invitations = invitations;
        this.settings = settings;
        this.communities = communities;
    }

    Answer create(Account creator, Node query) {
        Verdicts.requireNames(query);
        query.children("ephemeral").forEach(timer -> timer.requireNumber("expiration"));
        String subject = query.text("subject").orElse("");
        if (!GroupSettings.isSubject(subject)) {
            return NOT_ACCEPTABLE;
        }
        Optional<Node> linked = query.child("linked_parent");
        Optional<Group> parent = linked.flatMap(node -> groups.find(node.requireJid("jid")));
        if (linked.isPresent() && parent.isEmpty()) {
            return Answer.notFound();
        }
        if (parent.filter(community -> !communities.mayExtend(community, creator))
                .isPresent()) {
            return Answer.forbidden();
        }
        Group group = groups.create(creator, subject);
        apply(group, creator, query);
        Verdicts verdicts = Verdicts.of(
                group,
                registry,
                query,
                (_, account) ->
                        account == creator ? Optional.empty() : invitations.refusalToAdd(group, creator, account));
        verdicts.accepted().stream()
                .filter(account -> !group.has(account))
                .forEach(account -> groups.addMember(group, account));
        membership.made(group, creator, query.text("key"));
        if (group.is(Trait.PARENT)) {
            furnish(group, creator, query.hasChild("create_general_chat"));
        }
        parent.ifPresent(community -> communities.link(community, group, creator));
        return Answer.of(withRefused(GroupNodes.full(group), verdicts.refusals()));
    }

    private static Node withRefused(Node group, List<Node> refusals) {
        List<Node> children = new ArrayList<>(group.children());
        children.addAll(refusals);
        return new Node(group.tag(), group.attributes(), new dev.switchboard.wire.node.Content.Children(children));
    }

    private void apply(Group group, Account creator, Node query) {
        for (Node setting : query.children()) {
            switch (setting.tag()) {
                case "locked" -> group.set(Trait.LOCKED, true);
                case "announcement" -> group.set(Trait.ANNOUNCEMENT, true);
                case "allow_non_admin_sub_group_creation" -> group.set(Trait.OPEN_SUB_GROUPS, true);
                case "ephemeral" -> group.ephemeral((int) setting.requireNumber("expiration"));
                case "membership_approval_mode" ->
                    group.set(
                            Trait.APPROVAL, GroupSettings.isApprovalOn(setting).orElse(false));
                case "description" -> settings.describe(group, creator, setting);
                case "parent" -> {
                    group.set(Trait.PARENT, true);
                    setting.text(Mode.DEFAULT_APPROVAL.tag())
                            .ifPresent(word -> group.modes().put(Mode.DEFAULT_APPROVAL, word));
                }
                default ->
                    GroupSettings.modeOf(setting.tag())
                            .filter(mode -> GroupSettings.isWord(mode, setting.contentText()))
                            .ifPresent(mode -> group.modes().put(mode, setting.contentText()));
            }
        }
    }

    /// The groups that a community begins with, their members the same.
    private void furnish(Group community, Account creator, boolean generalChat) {
        Group announcements = child(community, creator, community.name());
        announcements.set(Trait.DEFAULT_SUB_GROUP, true);
        announcements.set(Trait.ANNOUNCEMENT, true);
        membership.made(announcements, creator, Optional.empty());
        if (generalChat) {
            Group general = child(community, creator, GENERAL);
            general.set(Trait.GENERAL_CHAT, true);
            membership.made(general, creator, Optional.empty());
        }
    }

    private Group child(Group community, Account creator, String subject) {
        Group child = groups.create(creator, subject);
        child.parent(community.id());
        community.members().stream()
                .filter(member -> !child.has(member))
                .forEach(member -> groups.addMember(child, member));
        return child;
    }
}
