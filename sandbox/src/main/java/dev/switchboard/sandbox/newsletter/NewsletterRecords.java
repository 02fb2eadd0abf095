// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.newsletter;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.newsletter.Newsletter.Text;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.store.StoreFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import java.util.Map;
import java.util.function.Consumer;

/// How newsletters are kept: a record for each, and one for each post.
final class NewsletterRecords {

    private static final int VERSION = 1;
    private static final String NEWSLETTERS = "newsletter/";
    private static final String POSTS = "newsletter-post/";

    private NewsletterRecords() {}

    static void put(StateStore store, Newsletter newsletter) {
        RecordWriter out = new RecordWriter(VERSION)
                .text(newsletter.id())
                .text(newsletter.invite())
                .number(newsletter.created());
        text(out, newsletter.name());
        text(out, newsletter.description());
        out.list(
                        newsletter.roles().entrySet(),
                        (record, role) -> record.text(role.getKey().phone())
                                .text(role.getValue().name()))
                .list(newsletter.muted(), (record, account) -> record.text(account.phone()));
        store.put(NEWSLETTERS + newsletter.id(), out.done());
    }

    private static void text(RecordWriter out, Text text) {
        out.text(text.id()).text(text.text()).number(text.since());
    }

    private static Text text(RecordReader in) {
        return new Text(in.text(), in.text(), in.number());
    }

    static void put(StateStore store, Newsletter newsletter, Posting post) {
        Bytes record = new RecordWriter(VERSION)
                .number(post.number())
                .text(post.id())
                .text(post.author().phone())
                .number(post.at())
                .text(post.type())
                .list(post.content(), (out, node) -> out.bytes(Bytes.copyOf(NodeEncoder.encode(node))))
                .number(post.changedAt())
                .list(
                        post.reactions().entrySet(),
                        (out, reaction) -> out.text(reaction.getKey().phone()).text(reaction.getValue()))
                .list(post.viewers(), (out, viewer) -> out.text(viewer.phone()))
                .done();
        store.put(key(newsletter, post), record);
    }

    private static String key(Newsletter newsletter, Posting post) {
        return POSTS + newsletter.id() + "/" + post.number();
    }

    static void remove(StateStore store, Newsletter newsletter) {
        newsletter.posts().values().forEach(post -> store.remove(key(newsletter, post)));
        store.remove(NEWSLETTERS + newsletter.id());
    }

    static void restore(StateStore store, Registry registry, Consumer<Newsletter> visitor) {
        store.restore(
                NEWSLETTERS, (_, record) -> visitor.accept(newsletter(new RecordReader(record, VERSION), registry)));
    }

    private static Newsletter newsletter(RecordReader in, Registry registry) {
        Newsletter newsletter =
                new Newsletter(new Newsletter.Origin(in.text(), in.text(), in.number()), text(in), text(in));
        in.list(fields -> newsletter.changeableRoles().put(account(fields, registry), Role.valueOf(fields.text())));
        in.list(fields -> newsletter.muted().add(account(fields, registry)));
        return newsletter;
    }

    static void restorePosts(StateStore store, Registry registry, Map<String, Newsletter> newsletters) {
        store.restore(POSTS, (key, record) -> {
            Newsletter newsletter = newsletters.get(key.substring(POSTS.length(), key.lastIndexOf('/')));
            if (newsletter != null) {
                newsletter.add(post(new RecordReader(record, VERSION), registry));
            }
        });
    }

    private static Posting post(RecordReader in, Registry registry) {
        Posting post = new Posting(
                in.number(),
                in.text(),
                account(in, registry),
                in.number(),
                in.text(),
                in.list(fields -> node(fields.bytes())));
        post.changedAt(in.number());
        in.list(fields -> post.reactions().put(account(fields, registry), fields.text()));
        in.list(fields -> post.viewers().add(account(fields, registry)));
        return post;
    }

    private static Node node(Bytes frame) {
        return NodeDecoder.decode(frame.toByteArray());
    }

    private static Account account(RecordReader in, Registry registry) {
        return registry.byPhone(in.text()).orElseThrow(() -> new StoreFailed("newsletter: a reader without account"));
    }
}
