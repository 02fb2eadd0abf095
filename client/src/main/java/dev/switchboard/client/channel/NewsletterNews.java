// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.channel;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.mex.Json;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.PostCounts;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Takes in what newsletters bring: posts, counts, and what this account did on other devices.
public final class NewsletterNews {

    private final Workbench bench;

    public NewsletterNews(Workbench bench) {
        this.bench = bench;
    }

    /// Takes a `<message>` of a newsletter in. It is only acknowledged: nobody is told that it arrived.
    public void message(Node stanza) {
        Jid newsletter = stanza.requireJid("from").bare();
        boolean post = stanza.has("server_id") && !stanza.hasText("type", "reaction");
        if (post && (stanza.hasChild("plaintext") || stanza.has("edit"))) {
            NewsletterPost read = NewsletterReader.post(newsletter, stanza);
            NewsletterChange change = switch (stanza.text("edit").orElse("")) {
                case "3", "1" -> new NewsletterChange.Edited(read);
                case "8", "7" -> new NewsletterChange.Deleted(read);
                default -> new NewsletterChange.Posted(read);
            };
            tell(newsletter, read.at().orElseGet(bench::now), change);
        }
        bench.send(Ack.replyTo(stanza).toNode());
    }

    /// Takes a notification of type `newsletter` in.
    public void live(Node notification) {
        Jid newsletter = notification.requireJid("from").bare();
        List<PostCounts> posts = notification
                .descendant("live_updates", "messages")
                .map(messages -> messages.children("message").stream()
                        .filter(message -> message.has("server_id"))
                        .map(NewsletterReader::counts)
                        .toList())
                .orElse(List.of());
        if (!posts.isEmpty()) {
            tell(newsletter, bench.now(), new NewsletterChange.Counted(posts));
        }
    }

    /// Takes a notification of type `mex` in, as far as it is about newsletters.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if it is no JSON
    public void mex(Node notification) {
        for (Node update : notification.children("update")) {
            String operation = update.text("op_name").orElse("");
            if (operation.contains("Newsletter")) {
                String text = update.contentText();
                Json data = Json.parse(text).at("data").orElse(Json.Literal.NULL);
                if (data instanceof Json.Fields(Map<String, Json> members)) {
                    members.forEach((name, value) -> told(operation, name, value, text));
                }
            }
        }
    }

    private void told(String operation, String name, Json value, String text) {
        Optional<Jid> newsletter = value.text("id").flatMap(NewsletterReader::jid);
        if (newsletter.isEmpty()) {
            return;
        }
        NewsletterChange change = switch (name) {
            case "xwa2_notify_newsletter_on_join" -> new NewsletterChange.Followed(NewsletterReader.newsletter(value));
            case "xwa2_notify_newsletter_on_leave" -> new NewsletterChange.Unfollowed();
            case "xwa2_notify_newsletter_on_mute_change" ->
                new NewsletterChange.Muted(
                        value.text("mute").orElse("").toLowerCase(Locale.ROOT).equals("on"));
            default -> new NewsletterChange.Other(operation, text);
        };
        tell(newsletter.get(), bench.now(), change);
    }

    private void tell(Jid newsletter, Instant at, NewsletterChange change) {
        bench.emit(new ClientEvent.NewsletterChanged(newsletter, at, change));
    }
}
