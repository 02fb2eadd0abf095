// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.CreatedGroup;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.GroupInvitation;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.JoinOutcome;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.MembershipRequest;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.Iq;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Knows the groups this account is in, and asks the server for what it does not know. Used by the companion's worker
/// only; owners use [Groups].
public final class GroupRegistry {

    private static final String LINK = "chat.whatsapp.com/";

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final GroupRequests requests;
    private final GroupViews views;
    private final Communities communities;
    private final Set<Jid> refreshing = new HashSet<>();

    public GroupRegistry(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
        this.requests = new GroupRequests(bench, directory);
        this.views = new GroupViews(directory);
        this.communities = new Communities(bench, requests, views, this);
    }

    public Communities communities() {
        return communities;
    }

    GroupViews views() {
        return views;
    }

    // What is known

    /// A group as it is known here.
    public Optional<GroupInfo> known(Jid group) {
        return bench.state().group(group);
    }

    /// A group as it is known here, or asked for.
    public void require(Jid group, Consumer<Answer<GroupInfo>> then) {
        Optional<GroupInfo> known = known(group);
        if (known.isPresent()) {
            then.accept(new Answer.Given<>(known.get()));
        } else {
            fetch(group, then);
        }
    }

    /// A group as the server has it.
    public void fetch(Jid group, Consumer<Answer<GroupInfo>> then) {
        bench.ask(requests.query(group), answer -> {
            if (answer instanceof Answer.Refused<Node>(int number, var _) && (number == 403 || number == 404)) {
                forget(group);
            }
            then.accept(answer.map(iq -> keep(GroupInfo.of(iq.requireChild("group")))));
        });
    }

    /// Fetches a group whose picture here turned out to be wrong, and tells what it is like now.
    public void refresh(Jid group) {
        bench.state().removeGroup(group);
        if (!bench.connected() || !refreshing.add(group)) {
            return;
        }
        fetch(group, answer -> {
            refreshing.remove(group);
            if (answer instanceof Answer.Given<GroupInfo>(GroupInfo info)) {
                tell(group, new GroupChange.Refreshed(views.group(info)));
            }
        });
    }

    /// The server says that much has changed: fetches everything.
    public void refreshAll() {
        joined(_ -> {});
    }

    private void tell(Jid group, GroupChange change) {
        bench.emit(
                new ClientEvent.GroupChanged(Party.of(group), Optional.empty(), Optional.empty(), bench.now(), change));
    }

    /// Keeps what the server told of a group.
    GroupInfo keep(GroupInfo info) {
        Account account = bench.state().account();
        for (GroupParticipant participant : info.participants()) {
            Optional<Jid> pn = participant.pn();
            Optional<Jid> lid = participant.lid();
            if (pn.isPresent() && lid.isPresent() && !account.owns(participant.jid())) {
                directory.learn(pn.get(), lid.get());
            }
        }
        if (!known(info.jid()).equals(Optional.of(info))) {
            bench.state().putGroup(info);
        }
        return info;
    }

    /// This account is not in the group any more, or it is gone: a later message under the same address begins anew.
    void forget(Jid group) {
        bench.state().removeGroup(group);
        bench.state().removeSenderKeyHolders(group);
        bench.state().removeSenderKey(group, bench.state().account().lid().signalAddress());
    }

    void update(Jid group, UnaryOperator<GroupInfo> change) {
        known(group).ifPresent(before -> {
            GroupInfo after = change.apply(before);
            if (!after.equals(before)) {
                bench.state().putGroup(after);
            }
        });
    }

    // Questions of the owner

    private <T> void ask(Node question, Function<Node, T> reader, Consumer<Answer<T>> then) {
        bench.ask(question, answer -> then.accept(answer.map(reader)));
    }

    public void get(Jid group, Consumer<Answer<Group>> then) {
        require(group, answer -> then.accept(answer.map(views::group)));
    }

    public void query(Jid group, Consumer<Answer<Group>> then) {
        fetch(group, answer -> then.accept(answer.map(views::group)));
    }

    public void joined(Consumer<Answer<List<Group>>> then) {
        ask(requests.joined(), this::keepAll, then);
    }

    private List<Group> keepAll(Node iq) {
        List<Group> groups = new ArrayList<>();
        for (Node group : iq.requireChild("groups").children("group")) {
            groups.add(views.group(keep(GroupInfo.of(group))));
        }
        return groups;
    }

    public void create(NewGroup wanted, Consumer<Answer<CreatedGroup>> then) {
        ask(
                requests.create(wanted),
                iq -> {
                    Node node = iq.requireChild("group");
                    List<MemberOutcome> notAdded = views.outcomes(node).stream()
                            .filter(outcome -> !(outcome instanceof MemberOutcome.Done))
                            .toList();
                    return new CreatedGroup(views.group(keep(GroupInfo.of(node))), notAdded);
                },
                then);
    }

    public void leave(Jid group, boolean community, Consumer<Answer<Jid>> then) {
        ask(
                requests.leave(group, community),
                _ -> {
                    forget(group);
                    return group;
                },
                then);
    }

    public void change(Jid group, MemberAction action, List<Jid> people, Consumer<Answer<List<MemberOutcome>>> then) {
        ask(
                requests.change(group, known(group), action, people),
                iq -> {
                    Node change = iq.child(action.tag()).orElse(Node.of(action.tag()));
                    List<MemberOutcome> outcomes = views.outcomes(change);
                    update(group, info -> Roster.after(info, action, done(change)));
                    return outcomes;
                },
                then);
    }

    /// The participants of an answer for whom the change was made.
    private static List<GroupParticipant> done(Node change) {
        return change.children("participant").stream()
                .filter(participant -> !participant.has("error") || participant.hasText("error", "200"))
                .map(GroupParticipant::of)
                .toList();
    }

    public void membershipRequests(Jid group, Consumer<Answer<List<MembershipRequest>>> then) {
        ask(
                requests.get(group, Node.of("membership_approval_requests")),
                iq -> iq.requireChild("membership_approval_requests").children("membership_approval_request").stream()
                        .map(this::membershipRequest)
                        .toList(),
                then);
    }

    private MembershipRequest membershipRequest(Node node) {
        return new MembershipRequest(
                views.person(GroupParticipant.of(node)),
                node.text("request_method"),
                node.jid("requestor").map(directory::party),
                GroupViews.instant(node, "request_time"));
    }

    public void decide(Jid group, boolean approve, List<Jid> people, Consumer<Answer<List<MemberOutcome>>> then) {
        ask(
                requests.decide(group, known(group), approve, people),
                iq -> iq.descendant("membership_requests_action", approve ? "approve" : "reject")
                        .map(views::outcomes)
                        .orElse(List.of()),
                then);
    }

    public void rename(Jid group, String subject, Consumer<Answer<Jid>> then) {
        ask(
                requests.rename(group, subject),
                _ -> {
                    update(group, info -> Roster.renamed(info, subject, bench.now()));
                    return group;
                },
                then);
    }

    /// The id of the present description must be told, so it is asked for first.
    public void describe(Jid group, Optional<String> text, Consumer<Answer<Jid>> then) {
        fetch(group, answer -> {
            switch (answer) {
                case Answer.Given<GroupInfo>(GroupInfo info) -> describe(info, text, then);
                case Answer.Refused<GroupInfo> _, Answer.TimedOut<GroupInfo> _, Answer.NotConnected<GroupInfo> _ ->
                    then.accept(answer.map(GroupInfo::jid));
            }
        });
    }

    private void describe(GroupInfo before, Optional<String> text, Consumer<Answer<Jid>> then) {
        String id = requests.freshId();
        Optional<String> previous =
                before.description().map(GroupInfo.Description::id).filter(known -> !known.isEmpty());
        ask(
                requests.describe(before.jid(), id, previous, text),
                _ -> {
                    update(
                            before.jid(),
                            info -> info.withDescription(text.map(body -> new GroupInfo.Description(
                                    id,
                                    body,
                                    Optional.of(bench.state().account().lid().bare()),
                                    Optional.empty(),
                                    Optional.of(bench.now())))));
                    return before.jid();
                },
                then);
    }

    public void set(Jid group, GroupSetting setting, Consumer<Answer<Jid>> then) {
        ask(
                requests.set(group, setting),
                _ -> {
                    update(group, info -> info.withSettings(Roster.with(info.settings(), setting)));
                    return group;
                },
                then);
    }

    public void setPicture(Jid group, Optional<Bytes> jpeg, Consumer<Answer<Optional<String>>> then) {
        NodeBuilder question = Iq.set(bench.nextId(), Iq.Xmlns.PICTURE).attr("target", group);
        jpeg.ifPresent(image ->
                question.child(Node.builder("picture").attr("type", "image").bytes(image)));
        ask(question.build(), iq -> iq.child("picture").flatMap(picture -> picture.text("id")), then);
    }

    public void inviteCode(Jid group, boolean reset, Consumer<Answer<String>> then) {
        ask(requests.inviteCode(group, reset), iq -> iq.requireChild("invite").requireText("code"), then);
    }

    /// The code in a link, or the text itself if it is none.
    static String code(String codeOrLink) {
        int at = codeOrLink.indexOf(LINK);
        String code = at < 0 ? codeOrLink : codeOrLink.substring(at + LINK.length());
        int end = code.indexOf('?');
        return (end < 0 ? code : code.substring(0, end)).strip();
    }

    public void inspect(String codeOrLink, Consumer<Answer<Group>> then) {
        ask(requests.inspect(code(codeOrLink)), this::seen, then);
    }

    public void inspect(GroupInvitation invitation, Consumer<Answer<Group>> then) {
        ask(requests.inspect(invitation), this::seen, then);
    }

    /// A group this account need not be in: nothing of it is kept.
    Group seen(Node parent) {
        return views.group(GroupInfo.of(parent.requireChild("group")));
    }

    public void join(String codeOrLink, Consumer<Answer<JoinOutcome>> then) {
        ask(
                requests.join(code(codeOrLink)),
                iq -> iq.child("membership_approval_request")
                        .<JoinOutcome>map(pending -> new JoinOutcome.AwaitingApproval(pending.requireJid("jid")))
                        .orElseGet(() -> new JoinOutcome.Joined(GroupInfo.jid(iq.requireChild("group")))),
                then);
    }

    public void accept(GroupInvitation invitation, Consumer<Answer<Jid>> then) {
        ask(requests.accept(invitation), _ -> invitation.group(), then);
    }

    public void withdrawInvitations(Jid group, List<Jid> people, Consumer<Answer<List<MemberOutcome>>> then) {
        ask(
                requests.withdrawInvitations(group, people),
                iq -> iq.child("revoke").map(views::outcomes).orElse(List.of()),
                then);
    }
}
