// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.group.GroupNodes.Detail;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.people.Pictures;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// What members may see of their groups.
final class GroupQueries {

    private final Groups groups;
    private final Pictures pictures;
    private final BinaryOperator<String> urls;

    /// @param urls makes of the authority that a client used, and a path, the whole address
    GroupQueries(Groups groups, Pictures pictures, BinaryOperator<String> urls) {
        this.groups = groups;
        this.pictures = pictures;
        this.urls = urls;
    }

    Answer query(Group group, Account actor) {
        return mayLook(group, actor) ? Answer.of(GroupNodes.full(group)) : Answer.forbidden();
    }

    private static boolean mayLook(Group group, Account actor) {
        return group.has(actor);
    }

    /// All groups of the asker.
    Answer participating(Account actor, Node query) {
        Detail detail = new Detail(query.hasChild("participants"), query.hasChild("description"));
        List<Node> all = groups.of(actor).stream()
                .map(group -> GroupNodes.group(group, detail).build())
                .toList();
        return Answer.of(Node.builder("groups").children(all).build());
    }

    /// Several groups at once, each answered for itself.
    Answer batch(Account actor, Node query) {
        List<Node> all = query.children("group").stream()
                .map(named -> one(actor, named.requireJid("jid")))
                .toList();
        return Answer.of(Node.builder("groups").children(all).build());
    }

    private Node one(Account actor, Jid jid) {
        Optional<Group> group = groups.find(jid);
        if (group.isPresent() && mayLook(group.get(), actor)) {
            return GroupNodes.full(group.get());
        }
        return Node.builder("group")
                .attr("id", jid.user())
                .attr("error", group.isPresent() ? Verdicts.FORBIDDEN : Verdicts.NOT_FOUND)
                .build();
    }

    /// The pictures of several groups at once; a group without one is named without an address.
    Answer pictures(IqRequest request, Node query) {
        List<Node> all = query.children("picture").stream()
                .filter(named -> groups.find(named.requireJid("jid"))
                        .filter(group -> mayLook(group, request.account()))
                        .isPresent())
                .map(named -> picture(request.authority(), named))
                .toList();
        return Answer.of(Node.builder("pictures").children(all).build());
    }

    private Node picture(String authority, Node named) {
        Jid jid = named.requireJid("jid");
        boolean small = !named.hasText("type", "image");
        NodeBuilder node = Node.builder("picture").attr("jid", jid).attr("type", small ? "preview" : "image");
        pictures.of(jid)
                .ifPresent(picture -> node.attr("id", picture.id())
                        .attr("url", urls.apply(authority, picture.path(small)))
                        .attr("direct_path", picture.path(small)));
        return node.build();
    }
}
