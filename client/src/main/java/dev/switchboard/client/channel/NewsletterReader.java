// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.channel;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.mex.Json;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.PostCounts;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads newsletters out of JSON, and their posts out of stanzas.
final class NewsletterReader {

    private static final long LATEST = Instant.MAX.getEpochSecond();

    private NewsletterReader() {}

    /// The newsletter under a name of an answer.
    static Answer<Newsletter> one(Answer<Json> answer, String name) {
        return switch (answer) {
            case Answer.Given<Json>(Json data) ->
                data.at(name)
                        .flatMap(NewsletterReader::newsletter)
                        .<Answer<Newsletter>>map(Answer.Given::new)
                        .orElseGet(() -> new Answer.Refused<>(404, "no such newsletter"));
            case Answer.Refused<Json>(int number, String text) -> new Answer.Refused<>(number, text);
            case Answer.TimedOut<Json>() -> new Answer.TimedOut<>();
            case Answer.NotConnected<Json>() -> new Answer.NotConnected<>();
        };
    }

    static Optional<Newsletter> newsletter(Json json) {
        Optional<Jid> jid = json.text("id").flatMap(NewsletterReader::jid);
        Json thread = json.at("thread_metadata").orElse(Json.Literal.NULL);
        Optional<Json> viewer = json.at("viewer_metadata");
        return jid.map(found -> new Newsletter(
                found,
                text(thread, "name"),
                text(thread, "description"),
                json.path("state")
                        .flatMap(state -> state.text("type"))
                        .orElse("active")
                        .toLowerCase(Locale.ROOT),
                thread.number("subscribers_count"),
                thread.text("invite"),
                instant(thread.number("creation_time")),
                thread.text("verification").filter("VERIFIED"::equalsIgnoreCase).isPresent(),
                thread.path("picture")
                        .or(() -> thread.path("preview"))
                        .flatMap(picture -> picture.text("direct_path"))
                        .filter(path -> !path.isEmpty()),
                viewer.flatMap(seen -> seen.text("role")).flatMap(NewsletterReader::role),
                viewer.flatMap(seen -> seen.text("mute")).map("on"::equalsIgnoreCase)));
    }

    static Optional<Jid> jid(String text) {
        try {
            return Optional.of(Jid.parse(text)).filter(Jid::isNewsletter);
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }

    private static String text(Json thread, String name) {
        return thread.at(name).flatMap(value -> value.text("text")).orElse("");
    }

    private static Optional<Newsletter.Role> role(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "OWNER" -> Optional.of(Newsletter.Role.OWNER);
            case "ADMIN" -> Optional.of(Newsletter.Role.ADMIN);
            case "SUBSCRIBER" -> Optional.of(Newsletter.Role.SUBSCRIBER);
            case "GUEST" -> Optional.of(Newsletter.Role.GUEST);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> instant(OptionalLong seconds) {
        boolean sane = seconds.isPresent() && seconds.getAsLong() > 0 && seconds.getAsLong() <= LATEST;
        return sane ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    /// The posts under a `<messages>`; what cannot be read is left out.
    static List<NewsletterPost> posts(Jid newsletter, Node messages) {
        return messages.children("message").stream()
                .filter(message -> message.has("server_id"))
                .map(message -> post(newsletter, message))
                .toList();
    }

    static NewsletterPost post(Jid newsletter, Node message) {
        Optional<Bytes> plaintext = message.child("plaintext").map(Node::contentBytes);
        Optional<Unwrapped> content =
                plaintext.filter(bytes -> !bytes.isEmpty()).flatMap(NewsletterReader::unwrap);
        return new NewsletterPost(
                newsletter,
                message.requireNumber("server_id"),
                message.text("id"),
                instant(message.number("t")),
                message.hasText("is_sender", "true"),
                content.map(Unwrapped::kind).orElse(MessageKind.PLACEHOLDER),
                content.flatMap(found -> MessageText.of(found.content())),
                content.map(found -> Bytes.copyOf(found.content().toByteArray()))
                        .orElse(Bytes.EMPTY),
                reactions(message),
                views(message),
                message.has("offline"));
    }

    private static Optional<Unwrapped> unwrap(Bytes plaintext) {
        try {
            return Optional.of(Unwrapped.of(MessageCodec.parse(plaintext.toByteArray())));
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    static PostCounts counts(Node message) {
        return new PostCounts(message.requireNumber("server_id"), reactions(message), views(message));
    }

    private static Map<String, Long> reactions(Node message) {
        Map<String, Long> counts = new LinkedHashMap<>();
        message.child("reactions")
                .ifPresent(reactions -> reactions.children("reaction").stream()
                        .filter(reaction -> reaction.has("code"))
                        .forEach(reaction -> counts.put(
                                reaction.requireText("code"),
                                reaction.number("count").orElse(0))));
        return counts;
    }

    private static OptionalLong views(Node message) {
        return message.child("views_count").map(views -> views.number("count")).orElse(OptionalLong.empty());
    }
}
