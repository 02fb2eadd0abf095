// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.sandbox.group.Verdicts.Refusal;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `add`, `remove`, `promote`, `demote` and `leave`.
final class MemberRequests {

    private final Groups groups;
    private final Registry registry;
    private final Membership membership;
    private final Invitations invitations;

    MemberRequests(Groups groups, Registry registry, Membership membership, Invitations invitations) {
        this.groups = groups;
        this.registry = registry;
        this.membership = membership;
        this.invitations = invitations;
    }

    Answer add(Group group, Account actor, Node query) {
        boolean may = group.isAdmin(actor) || (group.has(actor) && group.is(Mode.MEMBER_ADD, "all_member_add"));
        if (!may) {
            return Answer.forbidden();
        }
        Verdicts verdicts = Verdicts.of(group, registry, query, (_, account) -> refusalToAdd(group, actor, account));
        membership.join(group, actor, verdicts.accepted(), Optional.empty());
        return Answer.of(verdicts.answer("add"));
    }

    private Optional<Refusal> refusalToAdd(Group group, Account actor, Account account) {
        return group.has(account) ? Refusal.of(Verdicts.CONFLICT) : invitations.refusalToAdd(group, actor, account);
    }

    Answer remove(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        Verdicts verdicts = Verdicts.of(group, registry, query, MemberRequests::refusalOverRank);
        if (query.hasText("linked_groups", "true")) {
            groups.subGroups(group).forEach(child -> membership.leave(child, actor, removable(child, verdicts)));
        }
        membership.leave(group, actor, verdicts.accepted());
        return Answer.of(verdicts.answer("remove"));
    }

    private static List<Account> removable(Group group, Verdicts verdicts) {
        return verdicts.accepted().stream()
                .filter(account -> refusalOverRank(group, account).isEmpty())
                .toList();
    }

    Answer promote(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        Verdicts verdicts = Verdicts.of(
                group,
                registry,
                query,
                (_, account) -> group.has(account) ? Optional.empty() : Refusal.of(Verdicts.NOT_FOUND));
        membership.rank(group, actor, verdicts.accepted(), Rank.ADMIN);
        return Answer.of(verdicts.answer("promote"));
    }

    Answer demote(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        Verdicts verdicts = Verdicts.of(group, registry, query, MemberRequests::refusalOverRank);
        membership.rank(group, actor, verdicts.accepted(), Rank.MEMBER);
        return Answer.of(verdicts.answer("demote"));
    }

    /// Who has made the group is neither removed nor demoted.
    private static Optional<Refusal> refusalOverRank(Group group, Account account) {
        if (!group.has(account)) {
            return Refusal.of(Verdicts.NOT_FOUND);
        }
        return group.ranks().get(account) == Rank.SUPERADMIN ? Refusal.of(Verdicts.FORBIDDEN) : Optional.empty();
    }

    /// Leaves groups, or communities with all their groups.
    Answer leave(Account actor, Node query) {
        boolean everywhere = query.hasText("linked_groups", "true");
        query.children().forEach(MemberRequests::address);
        List<Node> lines = new ArrayList<>();
        for (Node left : query.children()) {
            Jid jid = address(left);
            Optional<Group> group = groups.find(jid);
            boolean member = group.filter(found -> found.has(actor)).isPresent();
            if (member) {
                boolean community = everywhere || left.hasTag("community");
                leave(group.get(), actor, community);
            }
            var line = Node.builder(left.tag()).attr("id", jid);
            if (!member) {
                line.attr("error", group.isPresent() ? Verdicts.FORBIDDEN : Verdicts.NOT_FOUND);
            }
            lines.add(line.build());
        }
        return Answer.of(Node.builder("leave").children(lines).build());
    }

    private void leave(Group group, Account actor, boolean community) {
        if (community && group.is(Trait.PARENT)) {
            groups.subGroups(group).forEach(child -> membership.leave(child, actor, List.of(actor)));
        }
        membership.leave(group, actor, List.of(actor));
    }

    private static Jid address(Node named) {
        String attribute = named.has("id") ? "id" : "jid";
        String text = named.requireText(attribute);
        return text.contains("@") ? named.requireJid(attribute) : Jid.group(text);
    }
}
