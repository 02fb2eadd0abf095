// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import dev.switchboard.wire.stanza.GroupRole;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What an operator lets phones do with groups. Waits for the network's answer; safe for many threads.
public final class PhoneGroups {

    private final PhoneNetwork network;

    PhoneGroups(PhoneNetwork network) {
        this.network = network;
    }

    /// A group that a phone is in.
    ///
    /// @param jid its address
    /// @param subject what it is called
    /// @param community whether it is a community's parent
    /// @param members who is in it
    public record View(Jid jid, String subject, boolean community, List<Member> members) {
        /// Keeps its own copy of the members.
        public View {
            members = List.copyOf(members);
        }
    }

    /// Somebody in a group.
    ///
    /// @param phone the number, or the hidden id of somebody who shows none
    /// @param admin whether the group's admin
    public record Member(Jid phone, boolean admin) {}

    /// What can be done with members.
    public enum Change {
        /// Lets people in.
        ADD,
        /// Lets people out.
        REMOVE,
        /// Makes people admins.
        PROMOTE,
        /// Makes admins mere members.
        DEMOTE;

        private String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Makes a group.
    ///
    /// @throws PhoneException.Refused if the network does not
    public Jid create(String number, String subject, List<Jid> people) {
        Node create = people("create", people).attr("subject", subject).build();
        Node answer = network.request(
                number,
                Iq.set("0", Jid.GROUP_SERVER, Iq.Xmlns.GROUPS).child(create).build());
        return GroupInfo.jid(GroupAnswers.require(answer).requireChild("group"));
    }

    /// The groups a phone is in.
    public List<View> list(String number) {
        Node query = Node.of("participating", Node.of("participants"));
        Node answer = network.request(
                number,
                Iq.get("0", Jid.GROUP_SERVER, Iq.Xmlns.GROUPS).child(query).build());
        return GroupAnswers.require(answer).requireChild("groups").children("group").stream()
                .map(PhoneGroups::view)
                .toList();
    }

    private static View view(Node group) {
        GroupInfo info = GroupInfo.of(group);
        List<Member> members =
                info.participants().stream().map(PhoneGroups::member).toList();
        return new View(info.jid(), info.subject().text(), group.hasChild("parent"), members);
    }

    private static Member member(GroupParticipant participant) {
        return new Member(participant.pn().orElse(participant.jid()), participant.role() != GroupRole.MEMBER);
    }

    /// Changes who is in a group.
    ///
    /// @throws PhoneException.Refused if the network does not, or not for somebody
    public void change(String number, Jid group, Change change, List<Jid> people) {
        Node answer = set(number, group, people(change.tag(), people).build());
        requireAll(answer.requireChild(change.tag()));
    }

    private static void requireAll(Node answer) {
        OptionalLong error = answer.children().stream()
                .flatMapToLong(line -> line.number("error").stream())
                .findFirst();
        if (error.isPresent()) {
            throw new PhoneException.Refused((int) error.getAsLong());
        }
    }

    /// Calls a group something else.
    ///
    /// @throws PhoneException.Refused if the network does not
    public void rename(String number, Jid group, String subject) {
        set(number, group, Node.builder("subject").utf8(subject).build());
    }

    /// Lets a phone leave a group.
    ///
    /// @throws PhoneException.Refused if it is not in it
    public void leave(String number, Jid group) {
        Node leave = Node.of("leave", Node.builder("group").attr("id", group).build());
        Node answer = set(number, Jid.GROUP_SERVER, leave);
        requireAll(answer.requireChild("leave"));
    }

    private Node set(String number, Jid to, Node query) {
        return GroupAnswers.require(network.request(
                number, Iq.set("0", to, Iq.Xmlns.GROUPS).child(query).build()));
    }

    private static NodeBuilder people(String tag, List<Jid> people) {
        NodeBuilder query = Node.builder(tag);
        people.forEach(person -> query.child(Node.builder("participant").attr("jid", person)));
        return query;
    }
}
