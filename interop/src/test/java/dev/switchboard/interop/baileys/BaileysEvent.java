// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a Baileys socket reports, in its own terms.
public sealed interface BaileysEvent {

    /// A QR code is to be shown.
    record Qr(String text) implements BaileysEvent {}

    /// pair-success was accepted; a restart of the connection follows.
    record Paired() implements BaileysEvent {}

    /// `ib/offline` was seen: what was queued has been handed over.
    record Drained() implements BaileysEvent {}

    /// Whether the client tells others that it is online, and so sends plain delivery receipts.
    record Online(boolean online) implements BaileysEvent {}

    /// The state of the connection; the status code is Baileys' `DisconnectReason`.
    record Connection(
            String state,
            @Nullable Integer statusCode,
            @Nullable String reason,
            boolean restarts) implements BaileysEvent {

        boolean isOpen() {
            return state.equals("open");
        }

        /// Closed, and not about to be opened again by the driver.
        boolean isFinal() {
            return state.equals("close") && !restarts;
        }
    }

    /// Credentials were saved. `synced` counts completed first syncs.
    record Credentials(
            @Nullable String id,
            @Nullable String lid,
            @Nullable String name,
            boolean registered,
            int synced) implements BaileysEvent {}

    /// A message, own or foreign; `kind` is `text`, `protocol`, `none`, ... What happened to it within Baileys'
    /// buffering time is merged into it and not told apart.
    record Message(
            String upsert,
            Key key,
            @Nullable String pushName,
            String kind,
            @Nullable String text,
            @Nullable String protocol,
            @Nullable String target,
            @Nullable Integer status,
            boolean revoked,
            boolean undecryptable,
            List<String> stubParameters)
            implements BaileysEvent {}

    /// A message known before has changed: its status (2 server, 3 delivered, 4 read, 0 error), text, or existence.
    record Update(
            Key key, @Nullable Integer status, @Nullable String edited, boolean revoked, List<String> stubParameters)
            implements BaileysEvent {}

    /// Presence or chat state of somebody.
    record Presence(String chat, String jid, String presence) implements BaileysEvent {}

    /// A piece of history.
    record History(List<String> chats, List<Message> messages, int syncType, int progress) implements BaileysEvent {}

    /// Something about a group: `joined`, `updated`, or what happened to participants.
    record GroupNews(String id, String change, List<String> participants, String json) implements BaileysEvent {}

    /// Something about chats, contacts, labels, settings or calls: the item of one of Baileys' own events.
    record AccountNews(String of, JsonNode item) implements BaileysEvent {}

    /// A warning or an error in Baileys' own log.
    record Logged(String level, String text, @Nullable String error) implements BaileysEvent {}

    /// Anything else.
    record Other(String name, String json) implements BaileysEvent {}

    /// The names of a message.
    record Key(
            String chat,
            @Nullable String chatAlias,
            boolean fromMe,
            String id,
            @Nullable String participant) {}

    /// Reads a line of the driver.
    static BaileysEvent read(JsonNode line) {
        var name = line.path("event").asText();
        return switch (name) {
            case "qr" -> new Qr(line.path("qr").asText());
            case "paired" -> new Paired();
            case "drained" -> new Drained();
            case "online" -> new Online(line.path("online").asBoolean());
            case "connection" ->
                new Connection(
                        line.path("state").asText(),
                        integer(line, "statusCode"),
                        text(line, "reason"),
                        line.path("restarts").asBoolean());
            case "creds" ->
                new Credentials(
                        text(line, "id"),
                        text(line, "lid"),
                        text(line, "name"),
                        line.path("registered").asBoolean(),
                        line.path("synced").asInt());
            case "message" -> message(line);
            case "update" ->
                new Update(
                        key(line.path("key")),
                        integer(line, "status"),
                        text(line, "edited"),
                        line.path("revoked").asBoolean(),
                        texts(line.path("stubParameters")));
            case "presence" ->
                new Presence(
                        line.path("id").asText(),
                        line.path("jid").asText(),
                        line.path("presence").asText());
            case "history" -> history(line);
            case "group" ->
                new GroupNews(
                        line.path("id").asText(),
                        line.path("change").asText(),
                        texts(line.path("participants")),
                        line.toString());
            case "news" -> new AccountNews(line.path("of").asText(), line.path("item"));
            case "log" ->
                new Logged(line.path("level").asText(), line.path("text").asText(), text(line, "error"));
            default -> new Other(name, line.toString());
        };
    }

    private static Message message(JsonNode line) {
        return new Message(
                line.path("upsert").asText(),
                key(line.path("key")),
                text(line, "pushName"),
                line.path("kind").asText(),
                text(line, "text"),
                text(line, "protocol"),
                text(line, "target"),
                integer(line, "status"),
                line.path("revoked").asBoolean(),
                line.path("undecryptable").asBoolean(),
                texts(line.path("stubParameters")));
    }

    private static History history(JsonNode line) {
        var messages = new ArrayList<Message>();
        line.path("messages").forEach(message -> messages.add(message(message)));
        return new History(
                texts(line.path("chats")),
                List.copyOf(messages),
                line.path("syncType").asInt(),
                line.path("progress").asInt());
    }

    private static Key key(JsonNode key) {
        return new Key(
                key.path("remoteJid").asText(),
                text(key, "remoteJidAlt"),
                key.path("fromMe").asBoolean(),
                key.path("id").asText(),
                text(key, "participant"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field))
                .filter(value -> !value.isNull())
                .map(JsonNode::asText)
                .orElse(null);
    }

    private static @Nullable Integer integer(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asInt() : null;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
