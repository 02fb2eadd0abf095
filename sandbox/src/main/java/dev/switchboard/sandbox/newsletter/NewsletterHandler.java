// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Namespace `newsletter`: what was posted, and how readers react.
public final class NewsletterHandler implements IqHandler {

    private static final int COUNT = 50;
    private static final int LARGEST_COUNT = 1000;

    private final Newsletters newsletters;
    private final Newsroom newsroom;
    private final InstantSource clock;

    /// A handler on all newsletters.
    public NewsletterHandler(Newsletters newsletters, Newsroom newsroom, InstantSource clock) {
        this.newsletters = newsletters;
        this.newsroom = newsroom;
        this.clock = clock;
    }

    @Override
    public Answer answer(IqRequest request) {
        Optional<Node> addOns = request.child("my_addons");
        if (addOns.isPresent()) {
            return Answer.of(ownAddOns(request.account(), request.to(), addOns.get()));
        }
        List<Node> children = request.iq().children();
        if (children.isEmpty()) {
            return Answer.badRequest();
        }
        Node query = children.getFirst();
        return named(request.to(), query)
                .map(newsletter -> answer(request, newsletter, query))
                .orElseGet(Answer::notFound);
    }

    /// The newsletter that a query is addressed to, or names.
    private Optional<Newsletter> named(Jid to, Node query) {
        if (to.isNewsletter()) {
            return newsletters.find(to);
        }
        if (query.hasText("type", "invite")) {
            return query.text("key").or(() -> query.text("invite")).flatMap(newsletters::byInvite);
        }
        return query.jid("jid").or(() -> query.jid("key")).flatMap(newsletters::find);
    }

    private Answer answer(IqRequest request, Newsletter newsletter, Node query) {
        return switch (query.tag()) {
            case "messages" ->
                Answer.of(PostingNodes.whole(newsletter, page(newsletter, query), request.account(), now()));
            case "message_updates" ->
                Answer.of(Node.of(
                        "message_updates",
                        PostingNodes.updates(newsletter, changed(newsletter, query), request.account(), now())));
            case "live_updates" -> {
                newsroom.live().subscribe(newsletter, request.device());
                yield Answer.of(Node.builder("live_updates")
                        .attr("duration", LiveUpdates.LIFETIME.toSeconds())
                        .build());
            }
            default -> Answer.badRequest();
        };
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static List<Posting> page(Newsletter newsletter, Node query) {
        int count = count(query);
        if (query.has("after")) {
            return newsletter.after(query.requireNumber("after"), count);
        }
        return newsletter.before(query.has("before") ? query.requireNumber("before") : Long.MAX_VALUE, count);
    }

    private static int count(Node query) {
        return Math.clamp(query.number("count").orElse(COUNT), 0, LARGEST_COUNT);
    }

    private static List<Posting> changed(Newsletter newsletter, Node query) {
        long since = query.number("since").orElse(0);
        long after = query.number("after").orElse(0);
        return newsletter.after(after, Integer.MAX_VALUE).stream()
                .filter(post -> post.changedAt() >= since)
                .limit(count(query))
                .toList();
    }

    /// The asker's own reactions, in one newsletter or in all.
    private Node ownAddOns(Account asker, Jid to, Node query) {
        List<Node> lists = new ArrayList<>();
        for (Newsletter newsletter : newsletters.of(asker)) {
            if (!to.isNewsletter() || newsletter.jid().equals(to)) {
                List<Node> own = newsletter.posts().values().stream()
                        .filter(post -> post.reactions().containsKey(asker))
                        .limit(count(query))
                        .map(post -> Node.builder("message")
                                .attr("server_id", post.number())
                                .child(Node.builder("reaction")
                                        .attrIfPresent(
                                                "code",
                                                Optional.ofNullable(
                                                        post.reactions().get(asker))))
                                .build())
                        .toList();
                if (!own.isEmpty()) {
                    lists.add(Node.builder("messages")
                            .attr("jid", newsletter.jid())
                            .attr("t", now())
                            .children(own)
                            .build());
                }
            }
        }
        return Node.builder("my_addons").children(lists).build();
    }
}
