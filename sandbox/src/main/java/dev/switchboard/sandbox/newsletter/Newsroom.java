// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes what is posted, changed and reacted, and hands it to the readers.
public final class Newsroom {

    private static final String EDIT = "3";
    private static final String REVOKE = "8";

    private final Newsletters newsletters;
    private final Post post;
    private final LiveUpdates live;
    private final InstantSource clock;

    /// A newsroom for all newsletters.
    public Newsroom(Newsletters newsletters, Post post, StanzaIds ids, InstantSource clock) {
        this.newsletters = newsletters;
        this.post = post;
        this.live = new LiveUpdates(post, ids, clock);
        this.clock = clock;
    }

    LiveUpdates live() {
        return live;
    }

    /// What became of a message to a newsletter.
    public sealed interface Published {

        /// It is kept.
        ///
        /// @param number the post's number in the newsletter
        record Kept(long number) implements Published {}

        /// There is no such newsletter or post.
        record Unknown() implements Published {}

        /// The sender may not do this.
        record Forbidden() implements Published {}
    }

    /// Takes a message to a newsletter.
    public Published take(Device from, Node message, Jid to) {
        Optional<Newsletter> found = newsletters.find(to);
        if (found.isEmpty()) {
            return new Published.Unknown();
        }
        Newsletter newsletter = found.get();
        if (message.hasChild("reaction")) {
            return react(newsletter, from.account(), message);
        }
        if (!newsletter.roleOf(from.account()).mayPost()) {
            return new Published.Forbidden();
        }
        boolean change = message.hasText("edit", EDIT) || message.hasText("edit", REVOKE);
        return change ? change(newsletter, from, message) : publish(newsletter, from, message);
    }

    private Published publish(Newsletter newsletter, Device from, Node message) {
        String id = message.requireText("id");
        Optional<Posting> same = newsletter
                .post(id)
                .filter(known ->
                        known.author() == from.account() && known.content().equals(message.children()));
        if (same.isPresent()) {
            return new Published.Kept(same.get().number());
        }
        String type = message.text("type").orElse("text");
        Posting made = newsletters.publish(newsletter, from.account(), id, type, message.children());
        deliver(newsletter, from, made, message, message.children());
        return new Published.Kept(made.number());
    }

    private Published change(Newsletter newsletter, Device from, Node message) {
        Optional<Posting> found = newsletter
                .post(message.requireText("id"))
                .or(() -> message.number("server_id").stream()
                        .mapToObj(newsletter::post)
                        .flatMap(Optional::stream)
                        .findFirst());
        if (found.isEmpty()) {
            return new Published.Unknown();
        }
        Posting changed = found.get();
        changed.content(message.hasText("edit", REVOKE) ? List.of() : message.children());
        newsletters.save(newsletter, changed);
        List<Node> shown = new ArrayList<>(message.children());
        shown.add(Node.builder("meta")
                .attr("msg_edit_t", clock.millis())
                .attr("original_msg_t", changed.at())
                .build());
        deliver(newsletter, from, changed, message, shown);
        return new Published.Kept(changed.number());
    }

    private void deliver(Newsletter newsletter, Device from, Posting posted, Node message, List<Node> content) {
        List<Device> readers = new ArrayList<>();
        List<Device> own = new ArrayList<>();
        newsletter
                .roles()
                .keySet()
                .forEach(reader -> (reader == from.account() ? own : readers).addAll(reader.devices()));
        own.remove(from);
        post.enqueue(
                readers,
                StanzaKind.MESSAGE,
                head(newsletter, posted, message).children(content).build());
        post.enqueue(
                own,
                StanzaKind.MESSAGE,
                head(newsletter, posted, message)
                        .attr("is_sender", true)
                        .children(content)
                        .build());
    }

    private NodeBuilder head(Newsletter newsletter, Posting posted, Node message) {
        return Node.builder("message")
                .attr("from", newsletter.jid())
                .attr("id", posted.id())
                .attr("t", clock.instant().getEpochSecond())
                .attr("type", message.text("type").orElse(posted.type()))
                .attr("server_id", posted.number())
                .attrIfPresent("edit", message.text("edit"));
    }

    private Published react(Newsletter newsletter, Account reader, Node message) {
        if (newsletter.roleOf(reader) == Role.GUEST) {
            return new Published.Forbidden();
        }
        Optional<Posting> found = newsletter.post(message.requireNumber("server_id"));
        if (found.isEmpty()) {
            return new Published.Unknown();
        }
        Posting target = found.get();
        String code = message.requireChild("reaction").text("code").orElse("");
        if (code.isEmpty()) {
            target.reactions().remove(reader);
        } else {
            target.reactions().put(reader, code);
        }
        noteChange(newsletter, target);
        return new Published.Kept(target.number());
    }

    /// Somebody has seen posts.
    public void viewed(Account reader, Jid jid, List<Long> numbers) {
        newsletters
                .find(jid)
                .ifPresent(newsletter -> numbers.stream()
                        .flatMap(number -> newsletter.post(number).stream())
                        .filter(seen -> seen.viewers().add(reader))
                        .forEach(seen -> noteChange(newsletter, seen)));
    }

    private void noteChange(Newsletter newsletter, Posting changed) {
        changed.changedAt(clock.instant().getEpochSecond());
        newsletters.save(newsletter, changed);
        live.changed(newsletter, changed);
    }

    /// Forgets a removed device.
    public void remove(Device device) {
        live.remove(device);
    }

    /// Forgets who looks at what.
    public void clear() {
        live.clear();
    }
}
