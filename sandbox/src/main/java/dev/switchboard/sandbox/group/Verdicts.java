// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What a query about several people comes to: done for some, refused for others, each said in the answer.
final class Verdicts {

    /// There is no such person, or not there.
    static final int NOT_FOUND = 404;

    /// It may not be done to this person.
    static final int FORBIDDEN = 403;

    /// It is so already.
    static final int CONFLICT = 409;

    private final Group group;
    private final List<Account> accepted = new ArrayList<>();
    private final List<Node> lines = new ArrayList<>();
    private final List<Node> refusals = new ArrayList<>();

    private Verdicts(Group group) {
        this.group = group;
    }

    /// A refusal.
    ///
    /// @param code the error
    /// @param more what the answer says besides
    record Refusal(int code, Optional<Node> more) {

        static Optional<Refusal> of(int code) {
            return Optional.of(new Refusal(code, Optional.empty()));
        }
    }

    /// Checks that a query names everybody by an address, before anything is done about anybody.
    ///
    /// @throws dev.switchboard.wire.WireException if it does not
    static void requireNames(Node query) {
        query.children("participant").forEach(participant -> {
            participant.requireJid("jid");
            participant.jid("phone_number");
        });
    }

    /// Judges everybody whom a query names.
    ///
    /// @param rule the refusal for somebody of the group, if there is one
    static Verdicts of(Group group, Registry registry, Node query, BiFunction<Group, Account, Optional<Refusal>> rule) {
        requireNames(query);
        Verdicts verdicts = new Verdicts(group);
        for (Node participant : query.children("participant")) {
            Optional<Account> account = account(registry, participant);
            if (account.isEmpty()) {
                verdicts.refuse(
                        Node.builder("participant").attr("jid", participant.requireJid("jid")),
                        new Refusal(NOT_FOUND, Optional.empty()));
            } else {
                verdicts.judge(account.get(), rule);
            }
        }
        return verdicts;
    }

    private static Optional<Account> account(Registry registry, Node participant) {
        Jid jid = participant.requireJid("jid");
        return registry.account(jid).or(() -> participant.jid("phone_number").flatMap(registry::account));
    }

    private void judge(Account account, BiFunction<Group, Account, Optional<Refusal>> rule) {
        Optional<Refusal> refusal = rule.apply(group, account);
        NodeBuilder line = GroupNodes.participant(group, account);
        if (refusal.isPresent()) {
            refuse(line, refusal.get());
            return;
        }
        accepted.add(account);
        lines.add(line.attr("type", "200").build());
    }

    private void refuse(NodeBuilder line, Refusal refusal) {
        Node refused =
                line.attr("error", refusal.code).childIfPresent(refusal.more).build();
        refusals.add(refused);
        lines.add(refused);
    }

    /// Whom it may be done to.
    List<Account> accepted() {
        return accepted;
    }

    /// A line of the answer for each, in the query's order.
    List<Node> lines() {
        return lines;
    }

    /// The lines of those it may not be done to.
    List<Node> refusals() {
        return refusals;
    }

    /// The answer: a node of this tag with a line for each.
    Node answer(String tag) {
        return Node.builder(tag).children(lines).build();
    }
}
