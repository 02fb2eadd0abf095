// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Verdicts.Refusal;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The requests of people who want to be let in, and what admins say to them.
final class JoinRequests {

    private final Groups groups;
    private final Registry registry;
    private final Membership membership;
    private final GroupNotices notices;

    JoinRequests(Groups groups, Registry registry, Membership membership, GroupNotices notices) {
        this.groups = groups;
        this.registry = registry;
        this.membership = membership;
        this.notices = notices;
    }

    Answer list(Group group, Account actor) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        List<Node> lines = new ArrayList<>();
        group.requests().forEach((account, request) -> {
            var line = Node.builder("membership_approval_request").attr("jid", group.nameOf(account));
            if (account.lid().equals(group.nameOf(account))) {
                line.attr("phone_number", account.pn());
            }
            lines.add(line.attr("request_method", request.method())
                    .attr("request_time", request.at())
                    .build());
        });
        return Answer.of(
                Node.builder("membership_approval_requests").children(lines).build());
    }

    /// `membership_requests_action`: lets people in or not.
    Answer decide(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        List<Node> answers = new ArrayList<>();
        query.children().forEach(Verdicts::requireNames);
        if (!query.children().stream().allMatch(decision -> decision.hasTag("approve") || decision.hasTag("reject"))) {
            return Answer.badRequest();
        }
        for (Node decision : query.children()) {
            Verdicts verdicts = Verdicts.of(group, registry, decision, JoinRequests::refusal);
            if (decision.hasTag("approve")) {
                membership.join(group, actor, verdicts.accepted(), Optional.of("membership_approval_request"));
            } else {
                withdraw(group, actor, verdicts.accepted());
            }
            answers.add(verdicts.answer(decision.tag()));
        }
        return Answer.of(
                Node.builder("membership_requests_action").children(answers).build());
    }

    /// `cancel_membership_requests`: somebody does not want to be let in any more.
    Answer cancel(Group group, Account actor, Node query) {
        Verdicts verdicts = Verdicts.of(
                group,
                registry,
                query,
                (_, account) -> account == actor ? refusal(group, account) : Refusal.of(Verdicts.FORBIDDEN));
        withdraw(group, actor, verdicts.accepted());
        return Answer.of(verdicts.answer("cancel_membership_requests"));
    }

    private static Optional<Refusal> refusal(Group group, Account account) {
        return group.requests().containsKey(account) ? Optional.empty() : Refusal.of(Verdicts.NOT_FOUND);
    }

    private void withdraw(Group group, Account actor, List<Account> people) {
        if (people.isEmpty()) {
            return;
        }
        people.forEach(group.requests()::remove);
        groups.save(group);
        List<Node> lines = people.stream()
                .map(person -> GroupNodes.participant(group, person).build())
                .toList();
        notices.tellAll(
                group,
                actor,
                Node.builder("revoked_membership_requests").children(lines).build());
    }
}
