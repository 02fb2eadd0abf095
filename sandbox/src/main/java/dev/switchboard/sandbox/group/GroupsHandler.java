// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;

/// Namespace `w:g2`: finds the group and who answers the query.
public final class GroupsHandler implements IqHandler {

    private final Groups groups;
    private final MemberRequests members;
    private final GroupSettings settings;
    private final Invitations invitations;
    private final JoinRequests requests;
    private final Communities communities;
    private final GroupCreation creation;
    private final GroupQueries queries;

    /// A handler on all groups.
    ///
    /// @param mayAdd whether an account lets itself be added to groups, by whom
    /// @param pictures the pictures of groups
    /// @param urls makes of the authority that a client used, and a path, the whole address
    public GroupsHandler(
            Groups groups,
            Registry registry,
            Post post,
            StanzaIds ids,
            BiPredicate<Account, Account> mayAdd,
            Pictures pictures,
            BinaryOperator<String> urls) {
        GroupNotices notices = new GroupNotices(post, ids, groups);
        Membership membership = new Membership(groups, notices);
        this.groups = groups;
        this.invitations = new Invitations(groups, registry, membership, notices, mayAdd);
        this.members = new MemberRequests(groups, registry, membership, invitations);
        this.settings = new GroupSettings(groups, notices);
        this.requests = new JoinRequests(groups, registry, membership, notices);
        this.communities = new Communities(groups, membership, notices);
        this.creation = new GroupCreation(groups, registry, membership, invitations, settings, communities);
        this.queries = new GroupQueries(groups, pictures, urls);
    }

    /// Changes modes and traits as the queries of another namespace want it.
    ///
    /// @param words modes by the tags of their nodes
    /// @param limitSharing whether messages can be forwarded out of the group
    public Answer update(Group group, Account actor, Map<String, String> words, Optional<Boolean> limitSharing) {
        Answer answer = limitSharing
                .map(on -> settings.turn(group, actor, new Trait.Switch(Trait.LIMIT_SHARING, on), "limit_sharing"))
                .orElseGet(Answer::empty);
        for (Map.Entry<String, String> word : words.entrySet()) {
            if (answer instanceof Answer.Result) {
                answer = GroupSettings.modeOf(word.getKey())
                        .map(mode -> settings.mode(group, actor, mode, word.getValue()))
                        .orElseGet(Answer::badRequest);
            }
        }
        return answer;
    }

    @Override
    public Answer answer(IqRequest request) {
        List<Node> children = request.iq().children();
        if (children.isEmpty()) {
            return Answer.badRequest();
        }
        Node query = children.getFirst();
        Account actor = request.account();
        Jid to = request.to();
        if (!to.isGroup() || to.user().isEmpty()) {
            return request.isSet() ? changeAny(actor, query) : ask(request, query);
        }
        Optional<Group> group = groups.find(to);
        if (group.isEmpty()) {
            return Answer.notFound();
        }
        return request.isSet() ? change(group.get(), actor, query) : ask(group.get(), actor, query);
    }

    private Answer ask(IqRequest request, Node query) {
        Account actor = request.account();
        return switch (query.tag()) {
            case "participating" -> queries.participating(actor, query);
            case "query" -> queries.batch(actor, query);
            case "pictures" -> queries.pictures(request, query);
            case "invite" -> invitations.info(query);
            default -> Answer.badRequest();
        };
    }

    private Answer changeAny(Account actor, Node query) {
        return switch (query.tag()) {
            case "create" -> creation.create(actor, query);
            case "leave" -> members.leave(actor, query);
            case "invite" -> invitations.joinByCode(actor, query);
            case "delete_parent" ->
                query.jid("jid")
                        .flatMap(groups::find)
                        .map(group -> communities.delete(group, actor))
                        .orElseGet(Answer::notFound);
            default -> Answer.badRequest();
        };
    }

    private Answer ask(Group group, Account actor, Node query) {
        return switch (query.tag()) {
            case "query" ->
                query.child("add_request")
                        .map(request -> invitations.show(group, actor, request))
                        .orElseGet(() -> queries.query(group, actor));
            case "invite" -> invitations.code(group, actor);
            case "membership_approval_requests" -> requests.list(group, actor);
            case "sub_groups" -> communities.subGroups(group, actor);
            case "linked_groups_participants" -> communities.participants(group, actor);
            case "query_linked" -> communities.queryLinked(group, actor, query);
            default -> Answer.badRequest();
        };
    }

    private Answer change(Group group, Account actor, Node query) {
        return switch (query.tag()) {
            case "add" -> members.add(group, actor, query);
            case "remove" -> members.remove(group, actor, query);
            case "promote" -> members.promote(group, actor, query);
            case "demote" -> members.demote(group, actor, query);
            case "leave" -> members.leave(actor, query);
            case "subject" -> settings.subject(group, actor, query);
            case "description" -> settings.description(group, actor, query);
            case "ephemeral", "not_ephemeral" -> settings.ephemeral(group, actor, query);
            case "membership_approval_mode" -> settings.approval(group, actor, query);
            case "invite" -> invitations.renewCode(group, actor);
            case "accept" -> invitations.accept(group, actor, query);
            case "revoke" -> invitations.revoke(group, actor, query);
            case "membership_requests_action" -> requests.decide(group, actor, query);
            case "cancel_membership_requests" -> requests.cancel(group, actor, query);
            case "links" -> communities.link(group, actor, query);
            case "unlink" -> communities.unlink(group, actor, query);
            case "delete_parent" -> communities.delete(group, actor);
            case "join_linked_group" -> communities.joinLinked(group, actor, query);
            case "ack" -> Answer.empty();
            default -> set(group, actor, query);
        };
    }

    private Answer set(Group group, Account actor, Node query) {
        Optional<Trait.Switch> turned = Trait.switchedBy(query.tag());
        if (turned.isPresent()) {
            return settings.turn(group, actor, turned.get(), query.tag());
        }
        return GroupSettings.modeOf(query.tag())
                .map(mode -> settings.mode(group, actor, mode, query.contentText()))
                .orElseGet(Answer::badRequest);
    }
}
