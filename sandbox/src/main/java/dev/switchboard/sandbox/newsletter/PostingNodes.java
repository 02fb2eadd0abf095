// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.List;

/// Writes what was posted, for who asks and for who is told.
final class PostingNodes {

    private PostingNodes() {}

    /// Posts with all their content.
    static Node whole(Newsletter newsletter, List<Posting> posts, Account viewer, long now) {
        return list(newsletter, now)
                .children(posts.stream()
                        .map(post -> reactions(head(post, viewer).children(post.content()), post)
                                .build())
                        .toList())
                .build();
    }

    /// What readers made of posts.
    static Node updates(Newsletter newsletter, List<Posting> posts, Account viewer, long now) {
        return list(newsletter, now)
                .children(posts.stream()
                        .map(post -> reactions(head(post, viewer), post).build())
                        .toList())
                .build();
    }

    /// One change, for whom it concerns.
    static Node change(Newsletter newsletter, Posting post, long now) {
        NodeBuilder message = Node.builder("message").attr("server_id", post.number());
        return list(newsletter, now).child(counts(message, post)).build();
    }

    private static NodeBuilder list(Newsletter newsletter, long now) {
        return Node.builder("messages").attr("jid", newsletter.jid()).attr("t", now);
    }

    private static NodeBuilder head(Posting post, Account viewer) {
        NodeBuilder message = Node.builder("message")
                .attr("id", post.id())
                .attr("server_id", post.number())
                .attr("t", post.at())
                .attr("type", post.type());
        if (post.author() == viewer) {
            message.attr("is_sender", true);
        }
        return message;
    }

    private static NodeBuilder reactions(NodeBuilder message, Posting post) {
        if (!post.reactions().isEmpty()) {
            message.child(reactions(post));
        }
        return message.child(views(post));
    }

    private static NodeBuilder counts(NodeBuilder message, Posting post) {
        message.child(reactions(post));
        return post.viewers().isEmpty() ? message : message.child(views(post));
    }

    private static Node reactions(Posting post) {
        NodeBuilder reactions = Node.builder("reactions");
        post.counts()
                .forEach((code, count) -> reactions.child(
                        Node.builder("reaction").attr("code", code).attr("count", count)));
        return reactions.build();
    }

    private static Node views(Posting post) {
        return Node.builder("views_count").attr("count", post.viewers().size()).build();
    }
}
