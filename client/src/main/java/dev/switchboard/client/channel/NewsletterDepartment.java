// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.channel;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.mex.Json;
import dev.switchboard.client.mex.Mex;
import dev.switchboard.client.newsletter.NewNewsletter;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.NewsletterUpdate;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageId;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// Asks the server of newsletters and has it change them. Used by the companion's worker only; owners use
/// [Newsletters].
public final class NewsletterDepartment {

    private static final String LINK = "whatsapp.com/channel/";
    private static final Node TERMS =
            Node.builder("notice").attr("id", "20601218").attr("stage", "5").build();

    /// The numbers that stand for questions.
    private static final class Query {
        static final String CREATE = "8823471724422422";
        static final String METADATA = "6563316087068696";
        static final String FOLLOWED = "6388546374527196";
        static final String FOLLOW = "24404358912487870";
        static final String UNFOLLOW = "9767147403369991";
        static final String MUTE = "29766401636284406";
        static final String UNMUTE = "9864994326891137";
        static final String UPDATE = "24250201037901610";
        static final String DELETE = "30062808666639665";

        private Query() {}
    }

    private final Workbench bench;
    private final Mex mex;

    public NewsletterDepartment(Workbench bench, Mex mex) {
        this.bench = bench;
        this.mex = mex;
    }

    // By GraphQL

    public void create(NewNewsletter wanted, Consumer<Answer<Newsletter>> then) {
        Map<String, Json> input = new LinkedHashMap<>();
        input.put("name", Json.of(wanted.name()));
        input.put("description", wanted.description().map(Json::of).orElse(Json.Literal.NULL));
        wanted.picture().ifPresent(picture -> input.put("picture", Json.of(picture.base64())));
        one(Query.CREATE, Json.of("input", new Json.Fields(input)), "xwa2_newsletter_create", then);
    }

    public void update(Jid newsletter, NewsletterUpdate update, Consumer<Answer<Newsletter>> then) {
        Map<String, Json> updates = new LinkedHashMap<>();
        update.name().ifPresent(name -> updates.put("name", Json.of(name)));
        update.description().ifPresent(text -> updates.put("description", Json.of(text)));
        update.picture().ifPresent(picture -> updates.put("picture", Json.of(picture.base64())));
        updates.put("settings", Json.Literal.NULL);
        Map<String, Json> variables = new LinkedHashMap<>();
        variables.put("newsletter_id", Json.of(newsletter.toString()));
        variables.put("updates", new Json.Fields(updates));
        one(Query.UPDATE, new Json.Fields(variables), "xwa2_newsletter_update", then);
    }

    public void delete(Jid newsletter, Consumer<Answer<Jid>> then) {
        act(Query.DELETE, newsletter, then);
    }

    public void follow(Jid newsletter, boolean follow, Consumer<Answer<Jid>> then) {
        act(follow ? Query.FOLLOW : Query.UNFOLLOW, newsletter, then);
    }

    public void mute(Jid newsletter, boolean muted, Consumer<Answer<Jid>> then) {
        act(muted ? Query.MUTE : Query.UNMUTE, newsletter, then);
    }

    private void act(String query, Jid newsletter, Consumer<Answer<Jid>> then) {
        mex.ask(
                query,
                Json.of("newsletter_id", Json.of(newsletter.toString())),
                answer -> then.accept(answer.map(_ -> newsletter)));
    }

    public void byJid(Jid newsletter, Consumer<Answer<Newsletter>> then) {
        metadata(newsletter.toString(), "JID", then);
    }

    public void byInvite(String codeOrLink, Consumer<Answer<Newsletter>> then) {
        int at = codeOrLink.indexOf(LINK);
        metadata(at < 0 ? codeOrLink : codeOrLink.substring(at + LINK.length()), "INVITE", then);
    }

    private void metadata(String key, String type, Consumer<Answer<Newsletter>> then) {
        Map<String, Json> input = new LinkedHashMap<>();
        input.put("key", Json.of(key));
        input.put("type", Json.of(type));
        input.put("view_role", Json.of("GUEST"));
        Map<String, Json> variables = new LinkedHashMap<>();
        variables.put("input", new Json.Fields(input));
        variables.put("fetch_viewer_metadata", Json.of(true));
        variables.put("fetch_full_image", Json.of(true));
        variables.put("fetch_creation_time", Json.of(true));
        one(Query.METADATA, new Json.Fields(variables), "xwa2_newsletter", then);
    }

    public void followed(Consumer<Answer<List<Newsletter>>> then) {
        mex.ask(
                Query.FOLLOWED,
                new Json.Fields(Map.of()),
                answer -> then.accept(answer.map(
                        data -> data.at("xwa2_newsletter_subscribed").map(Json::list).orElse(List.of()).stream()
                                .flatMap(one -> NewsletterReader.newsletter(one).stream())
                                .toList())));
    }

    /// A question whose answer is one newsletter; without one there is none.
    private void one(String query, Json variables, String name, Consumer<Answer<Newsletter>> then) {
        mex.ask(query, variables, answer -> then.accept(NewsletterReader.one(answer, name)));
    }

    // By stanzas

    private <T> void ask(Node question, Function<Node, T> reader, Consumer<Answer<T>> then) {
        bench.ask(question, answer -> then.accept(answer.map(reader)));
    }

    public void posts(Jid newsletter, int count, OptionalLong before, Consumer<Answer<List<NewsletterPost>>> then) {
        NodeBuilder messages = Node.builder("messages").attr("count", count);
        before.ifPresent(number -> messages.attr("before", number));
        ask(
                Iq.get(bench.nextId(), newsletter, Iq.Xmlns.NEWSLETTER)
                        .child(messages)
                        .build(),
                iq -> NewsletterReader.posts(newsletter, iq.requireChild("messages")),
                then);
    }

    public void updates(
            Jid newsletter,
            int count,
            Optional<Instant> since,
            OptionalLong after,
            Consumer<Answer<List<NewsletterPost>>> then) {
        NodeBuilder updates = Node.builder("message_updates").attr("count", count);
        since.ifPresent(moment -> updates.attr("since", moment.getEpochSecond()));
        after.ifPresent(number -> updates.attr("after", number));
        ask(
                Iq.get(bench.nextId(), newsletter, Iq.Xmlns.NEWSLETTER)
                        .child(updates)
                        .build(),
                iq -> iq.descendant("message_updates", "messages")
                        .map(messages -> NewsletterReader.posts(newsletter, messages))
                        .orElse(List.of()),
                then);
    }

    public void followLive(Jid newsletter, Consumer<Answer<Duration>> then) {
        ask(
                Iq.set(bench.nextId(), newsletter, Iq.Xmlns.NEWSLETTER)
                        .child(Node.of("live_updates"))
                        .build(),
                iq -> Duration.ofSeconds(
                        iq.requireChild("live_updates").number("duration").orElse(300)),
                then);
    }

    public void react(Jid newsletter, long serverId, String emoji, Consumer<Answer<Long>> then) {
        NodeBuilder message = Node.builder("message")
                .attr("to", newsletter)
                .attr("id", freshId())
                .attr("server_id", serverId)
                .attr("type", "reaction");
        NodeBuilder reaction = Node.builder("reaction");
        if (emoji.isEmpty()) {
            message.attr("edit", "7");
        } else {
            reaction.attr("code", emoji);
        }
        ask(message.child(reaction).build(), _ -> serverId, then);
    }

    public void markViewed(Jid newsletter, List<Long> serverIds, Consumer<Answer<Jid>> then) {
        List<Node> items = serverIds.stream()
                .map(number -> Node.builder("item").attr("server_id", number).build())
                .toList();
        ask(
                Node.builder("receipt")
                        .attr("to", newsletter)
                        .attr("type", "view")
                        .attr("id", freshId())
                        .child(Node.builder("list").children(items))
                        .build(),
                _ -> newsletter,
                then);
    }

    public void acceptTerms(Consumer<Answer<Boolean>> then) {
        ask(Iq.set(bench.nextId(), "tos").child(TERMS).build(), _ -> true, then);
    }

    /// Replaces an own post, or with empty content deletes it.
    ///
    /// @param id the id the post was given by its author
    public void replace(Jid newsletter, String id, String type, Optional<Bytes> content, Consumer<Answer<Node>> then) {
        NodeBuilder plaintext = Node.builder("plaintext");
        content.ifPresent(plaintext::bytes);
        Node message = Node.builder("message")
                .attr("to", newsletter)
                .attr("id", id)
                .attr("type", type)
                .attr("edit", content.isPresent() ? "3" : "8")
                .child(plaintext)
                .build();
        bench.ask(message, then);
    }

    private String freshId() {
        return MessageId.generate(bench.now(), bench.state().account().pn(), bench.random());
    }
}
