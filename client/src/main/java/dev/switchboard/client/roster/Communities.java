// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.roster;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.LinkOutcome;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupParticipant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// What is asked of communities and changed in them.
public final class Communities {

    private final Workbench bench;
    private final GroupRequests requests;
    private final GroupViews views;
    private final GroupRegistry registry;

    Communities(Workbench bench, GroupRequests requests, GroupViews views, GroupRegistry registry) {
        this.bench = bench;
        this.requests = requests;
        this.views = views;
        this.registry = registry;
    }

    private <T> void ask(Node question, Function<Node, T> reader, Consumer<Answer<T>> then) {
        bench.ask(question, answer -> then.accept(answer.map(reader)));
    }

    public void link(Jid community, List<Jid> groups, Consumer<Answer<List<LinkOutcome>>> then) {
        NodeBuilder link = Node.builder("link").attr("link_type", "sub_group");
        groups.forEach(group -> link.child(Node.builder("group").attr("jid", group)));
        ask(
                requests.set(community, Node.builder("links").child(link).build()),
                iq -> iq.descendant("links", "link").map(views::linkOutcomes).orElse(List.of()),
                then);
    }

    public void unlink(
            Jid community, List<Jid> groups, boolean removeOrphans, Consumer<Answer<List<LinkOutcome>>> then) {
        NodeBuilder unlink = Node.builder("unlink").attr("unlink_type", "sub_group");
        for (Jid group : groups) {
            NodeBuilder named = Node.builder("group").attr("jid", group);
            if (removeOrphans) {
                named.attr("remove_orphaned_members", true);
            }
            unlink.child(named);
        }
        ask(
                requests.set(community, unlink.build()),
                iq -> iq.child("unlink").map(views::linkOutcomes).orElse(List.of()),
                then);
    }

    public void subGroups(Jid community, Consumer<Answer<List<SubGroup>>> then) {
        ask(requests.get(community, Node.of("sub_groups")), iq -> views.subGroups(iq.requireChild("sub_groups")), then);
    }

    /// The server names people once, or group by group.
    public void members(Jid community, Consumer<Answer<List<Party>>> then) {
        ask(
                requests.get(community, Node.of("linked_groups_participants")),
                iq -> {
                    Node list = iq.requireChild("linked_groups_participants");
                    Set<Party> people = new LinkedHashSet<>(views.people(list, "participant"));
                    list.children("group").forEach(group -> people.addAll(views.people(group, "participant")));
                    return List.copyOf(people);
                },
                then);
    }

    public void subGroup(Jid community, Jid group, Consumer<Answer<Group>> then) {
        Node question = Node.builder("query_linked")
                .attr("type", "sub_group")
                .attr("jid", group)
                .build();
        ask(requests.get(community, question), iq -> registry.seen(iq.requireChild("linked_group")), then);
    }

    public void join(Jid community, Jid group, Consumer<Answer<Group>> then) {
        Node request = Node.builder("join_linked_group").attr("jid", group).build();
        ask(requests.set(community, request), this::joined, then);
    }

    private Group joined(Node iq) {
        GroupInfo info = GroupInfo.of(iq.requireChild("linked_group").requireChild("group"));
        boolean complete = info.participants().stream()
                .map(GroupParticipant::jid)
                .anyMatch(bench.state().account()::owns);
        return views.group(complete ? registry.keep(info) : info);
    }

    public void delete(Jid community, Consumer<Answer<Jid>> then) {
        ask(
                requests.set(community, Node.of("delete_parent")),
                _ -> {
                    registry.forget(community);
                    return community;
                },
                then);
    }
}
