// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.AddressingMode;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.Iq;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a phone knows of the groups it is in. It asks the network when it has to, and again after every change that it
/// is told of. Lives on the phone's lane.
final class GroupBook {

    private final PhoneContext phone;
    private final GroupHistory past;
    private final Map<Jid, Known> known = new HashMap<>();

    /// A group as the phone knows it.
    ///
    /// @param jid its address
    /// @param addressing how it names its members
    /// @param members who is in it
    record Known(Jid jid, AddressingMode addressing, List<Person> members) {

        /// The address of a person as the group names it.
        Jid nameOf(Person person) {
            return addressing == AddressingMode.LID ? person.lid() : person.pn();
        }
    }

    GroupBook(PhoneContext phone) {
        this.phone = phone;
        this.past = new GroupHistory(phone.turn());
    }

    /// Who was in groups once.
    GroupHistory past() {
        return past;
    }

    /// A group that the phone is in.
    ///
    /// @throws PhoneException.Refused if the network does not show it
    Known require(Jid group) {
        Known remembered = known.get(group);
        if (remembered != null) {
            return remembered;
        }
        Known asked = ask(group);
        known.put(group, asked);
        return asked;
    }

    private Known ask(Jid group) {
        Node query = Node.builder("query").attr("request", "interactive").build();
        Node answer = phone.network()
                .request(
                        phone.number(),
                        Iq.get("0", group, Iq.Xmlns.GROUPS).child(query).build());
        GroupInfo info = GroupInfo.of(GroupAnswers.require(answer).requireChild("group"));
        List<Person> members = info.participants().stream()
                .flatMap(participant -> phone.people().find(participant.jid()).stream())
                .toList();
        return new Known(group, info.mode(), members);
    }

    /// All groups that the phone is in.
    Map<Jid, GroupInfo> all() {
        Node query = Node.of("participating", Node.of("participants"), Node.of("description"));
        Node answer = phone.network()
                .request(
                        phone.number(),
                        Iq.get("0", Jid.GROUP_SERVER, Iq.Xmlns.GROUPS)
                                .child(query)
                                .build());
        Map<Jid, GroupInfo> all = new LinkedHashMap<>();
        answer.child("groups")
                .ifPresent(groups -> groups.children("group").stream()
                        .map(GroupInfo::of)
                        .forEach(group -> all.put(group.jid(), group)));
        return all;
    }

    /// Takes in a notification about a group.
    void take(Node notification) {
        notification.jid("from").ifPresent(group -> {
            known.remove(group);
            past.take(group, notification);
        });
    }

    /// An address of the own account in the family that a chat names people by.
    Jid self(Jid chat) {
        return chat.isGroup()
                ? require(chat).nameOf(phone.self())
                : phone.self().like(chat);
    }
}
