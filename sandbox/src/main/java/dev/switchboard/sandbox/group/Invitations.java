// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.group.Group.Invitation;
import dev.switchboard.sandbox.group.Group.JoinRequest;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.sandbox.group.Verdicts.Refusal;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// The ways into a group besides being added: its link, and an invitation to somebody who does not let himself be
/// added.
final class Invitations {

    private static final long LIFETIME_SECONDS = 3 * 86_400L;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int GONE = 410;

    private final Groups groups;
    private final Registry registry;
    private final Membership membership;
    private final GroupNotices notices;
    private final BiPredicate<Account, Account> mayAdd;

    /// @param mayAdd whether an account lets itself be added, by whom
    Invitations(
            Groups groups,
            Registry registry,
            Membership membership,
            GroupNotices notices,
            BiPredicate<Account, Account> mayAdd) {
        this.groups = groups;
        this.registry = registry;
        this.membership = membership;
        this.notices = notices;
        this.mayAdd = mayAdd;
    }

    /// Why an account cannot be added: then an invitation for it waits from now on.
    Optional<Refusal> refusalToAdd(Group group, Account admin, Account account) {
        if (mayAdd.test(account, admin)) {
            return Optional.empty();
        }
        Invitation invitation = new Invitation(groups.newCode(), groups.now() + LIFETIME_SECONDS, admin);
        group.invitations().put(account, invitation);
        groups.save(group);
        Node request = Node.builder("add_request")
                .attr("code", invitation.code())
                .attr("expiration", invitation.expires())
                .build();
        return Optional.of(new Refusal(Verdicts.FORBIDDEN, Optional.of(request)));
    }

    // The link.

    Answer code(Group group, Account actor) {
        boolean may = group.isAdmin(actor) || (group.has(actor) && group.is(Mode.MEMBER_LINK, "all_member_link"));
        return may ? Answer.of(codeNode(group)) : Answer.forbidden();
    }

    Answer renewCode(Group group, Account actor) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        groups.renewCode(group);
        groups.save(group);
        notices.tellAll(group, actor, codeNode(group));
        return Answer.of(codeNode(group));
    }

    private static Node codeNode(Group group) {
        return Node.builder("invite").attr("code", group.inviteCode()).build();
    }

    /// What a link leads to.
    Answer info(Node invite) {
        String code = invite.requireText("code");
        return groups.byCode(code)
                .map(group -> code.equals(group.inviteCode()) ? Answer.of(GroupNodes.full(group)) : gone())
                .orElseGet(Invitations::invalid);
    }

    /// Comes by a link.
    Answer joinByCode(Account actor, Node invite) {
        String code = invite.requireText("code");
        Optional<Group> found = groups.byCode(code);
        if (found.isEmpty()) {
            return invalid();
        }
        Group group = found.get();
        if (!code.equals(group.inviteCode())) {
            return gone();
        }
        if (group.is(Trait.APPROVAL) && !group.has(actor)) {
            ask(group, actor, "invite_link");
            return Answer.of(Node.builder("membership_approval_request")
                    .attr("jid", group.jid())
                    .build());
        }
        membership.join(group, actor, List.of(actor), Optional.of("invite"));
        return Answer.of(Node.builder("group").attr("jid", group.jid()).build());
    }

    private void ask(Group group, Account actor, String method) {
        if (group.requests().containsKey(actor)) {
            return;
        }
        group.requests().put(actor, new JoinRequest(method, groups.now()));
        groups.save(group);
        Node user = GroupNodes.participant(group, actor).build();
        Node created = Node.builder("created_membership_requests")
                .attr("request_method", method)
                .child(Node.builder("requested_user")
                        .attr("jid", user.requireJid("jid"))
                        .jidIfPresent("phone_number", user.jid("phone_number")))
                .build();
        notices.tellAll(group, actor, created);
    }

    private static Answer gone() {
        return new Answer.Refused(GONE, "gone");
    }

    private static Answer invalid() {
        return new Answer.Refused(NOT_ACCEPTABLE, "not-acceptable");
    }

    // Invitations to one person.

    /// Shows a group to somebody who is invited.
    Answer show(Group group, Account actor, Node request) {
        return refusal(group, actor, request).orElseGet(() -> Answer.of(GroupNodes.full(group)));
    }

    /// Takes up an invitation.
    Answer accept(Group group, Account actor, Node request) {
        Optional<Answer> refusal = refusal(group, actor, request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        membership.join(group, actor, List.of(actor), Optional.of("invite"));
        return Answer.empty();
    }

    private Optional<Answer> refusal(Group group, Account actor, Node request) {
        Invitation invitation = group.invitations().get(actor);
        if (invitation == null || !request.hasText("code", invitation.code())) {
            return Optional.of(invalid());
        }
        boolean expired = invitation.expires() < groups.now();
        return expired ? Optional.of(gone()) : Optional.empty();
    }

    /// Withdraws invitations.
    Answer revoke(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        Verdicts verdicts = Verdicts.of(
                group,
                registry,
                query,
                (_, account) ->
                        group.invitations().containsKey(account) ? Optional.empty() : Refusal.of(Verdicts.NOT_FOUND));
        verdicts.accepted().forEach(group.invitations()::remove);
        groups.save(group);
        return Answer.of(verdicts.answer("revoke"));
    }
}
