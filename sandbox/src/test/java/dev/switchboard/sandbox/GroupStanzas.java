// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Group queries and messages that tests send.
final class GroupStanzas {

    private GroupStanzas() {}

    /// Asks a group, or all groups, for something.
    static Node get(TestCompanion asker, Jid to, Node query) {
        return ask(asker, "get", to, query);
    }

    /// Changes something about a group, or makes one.
    static Node set(TestCompanion asker, Jid to, Node query) {
        return ask(asker, "set", to, query);
    }

    private static Node ask(TestCompanion asker, String type, Jid to, Node query) {
        return asker.client()
                .ask(Node.builder("iq")
                        .attr("id", asker.newId())
                        .attr("type", type)
                        .attr("to", to)
                        .attr("xmlns", "w:g2")
                        .child(query)
                        .build());
    }

    /// Makes a group and gives its address.
    static Jid create(TestCompanion creator, String subject, Jid... members) {
        Node answer = set(
                creator,
                Jid.GROUP_SERVER,
                people("create", members).toBuilder().attr("subject", subject).build());
        return Jid.group(answer.requireChild("group").requireText("id"));
    }

    /// A query about people.
    static Node people(String tag, Jid... people) {
        NodeBuilder query = Node.builder(tag);
        Arrays.stream(people)
                .forEach(person -> query.child(Node.builder("participant").attr("jid", person)));
        return query.build();
    }

    /// The whole group as a member sees it.
    static Node group(TestCompanion asker, Jid group) {
        return get(
                        asker,
                        group,
                        Node.builder("query").attr("request", "interactive").build())
                .requireChild("group");
    }

    /// The refusal in an answer.
    static String error(Node answer) {
        return answer.requireChild("error").requireText("code");
    }

    /// Waits for the notification of a change.
    static Node awaitChange(TestCompanion receiver, Jid group, String tag) {
        return receiver.client().await(tag + " of " + group, change(group, tag));
    }

    static Predicate<Node> change(Jid group, String tag) {
        return node -> node.hasTag("notification")
                && node.hasText("type", "w:gp2")
                && node.jid("from").filter(group::equals).isPresent()
                && node.hasChild(tag);
    }

    /// A group message with a key for these devices.
    static NodeBuilder message(String id, Jid group, Jid... devices) {
        NodeBuilder message =
                Node.builder("message").attr("id", id).attr("to", group).attr("type", "text");
        if (devices.length > 0) {
            List<Node> entries = Arrays.stream(devices)
                    .map(device -> Node.builder("to")
                            .attr("jid", device)
                            .child(Stanzas.enc("msg", "key for " + device))
                            .build())
                    .toList();
            message.child(Node.builder("participants").children(entries));
        }
        return message.child(
                Node.builder("enc").attr("v", 2).attr("type", "skmsg").bytes(Bytes.utf8("common " + id)));
    }
}
