// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.media.Media;
import dev.switchboard.gateway.media.MediaFetcher;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Brings messages of ours over to Chatwoot. Each is noted before it is posted and when it is there; after a crash in
/// between it is looked for there by our own id of it.
final class Crossing {
    /// What our ids begin with there.
    static final String OURS = "WAID:";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ON_ITS_WAY = Set.of("sent", "delivered", "read", "played");

    private final Bridges.Around around;

    Crossing(Bridges.Around around) {
        this.around = around;
    }

    /// Deals with an event.
    void cross(Bridge bridge, Session session, Chatwoot client, Event event) throws Chatwoot.Refused {
        JsonNode data = JSON.readTree(event.data());
        switch (event.name()) {
            case MESSAGE_RECEIVED -> take(bridge, session, client, data, "incoming");
            case MESSAGE_SENT -> {
                if (bridge.mirror()) {
                    take(bridge, session, client, data, "outgoing");
                }
            }
            case MESSAGE_STATUS -> status(bridge, session, client, data);
            default -> {}
        }
    }

    static Set<EventName> names() {
        return Set.of(EventName.MESSAGE_RECEIVED, EventName.MESSAGE_SENT, EventName.MESSAGE_STATUS);
    }

    private void status(Bridge bridge, Session session, Chatwoot client, JsonNode data) throws Chatwoot.Refused {
        String id = data.path("id").asString("");
        String status = data.path("status").asString("");
        Optional<BridgeStore.Pair> pair = around.database().read(tx -> BridgeStore.pair(tx, bridge.ref(), id));
        if (status.equals("failed") && pair.filter(BridgeStore.Pair::theirs).isPresent()) {
            String why = data.path("failure").asString("unknown");
            client.post(
                    pair.get().conversation(),
                    new Chatwoot.Post(
                            "Not delivered: " + why + ". " + data.path("advice").asString(""),
                            "outgoing",
                            true,
                            null,
                            Optional.empty()));
        } else if (bridge.mirror() && ON_ITS_WAY.contains(status) && pair.isEmpty()) {
            Optional<JsonNode> message = around.messages()
                    .find(session, id)
                    .map(view -> JSON.readTree(around.json().writeValueAsString(view)));
            if (message.isPresent() && message.get().path("fromMe").asBoolean(false)) {
                take(bridge, session, client, message.get(), "outgoing");
            }
        }
    }

    /// Takes a message over.
    private void take(Bridge bridge, Session session, Chatwoot client, JsonNode message, String way)
            throws Chatwoot.Refused {
        String id = message.path("id").asString("");
        Optional<Jid> chat = chat(message);
        Optional<BridgeStore.Pair> before = around.database().read(tx -> BridgeStore.pair(tx, bridge.ref(), id));
        if (chat.isEmpty() || before.filter(pair -> pair.foreignId() != null).isPresent()) {
            return;
        }
        String jid = chat.get().toString();
        long conversation = conversation(bridge, client, jid, message);
        if (before.isPresent()) {
            Optional<String> there = client.find(before.get().conversation(), OURS + id);
            if (there.isPresent()) {
                keep(bridge, id, there.get(), conversation);
                return;
            }
        }
        keep(bridge, id, null, conversation);
        Chatwoot.Post post = post(session, message, way, id);
        String foreign;
        try {
            foreign = client.post(conversation, post);
        } catch (Chatwoot.Refused refused) {
            if (refused.status() == 404) {
                around.database().write(tx -> {
                    BridgeStore.forget(tx, bridge.ref(), jid);
                    return true;
                });
                conversation = conversation(bridge, client, jid, message);
                foreign = client.post(conversation, post);
            } else if (refused.lasting() && post.file().isPresent()) {
                foreign = client.post(
                        conversation,
                        new Chatwoot.Post(
                                post.text() + " [the file could not be taken over]",
                                way,
                                false,
                                OURS + id,
                                Optional.empty()));
            } else {
                throw refused;
            }
        }
        keep(bridge, id, foreign, conversation);
    }

    private void keep(Bridge bridge, String id, @Nullable String foreign, long conversation) {
        Instant now = around.now();
        around.database().write(tx -> {
            BridgeStore.keep(tx, bridge.ref(), new BridgeStore.Pair(id, foreign, false, conversation), now);
            return true;
        });
    }

    /// The chat of a message; empty if it is no person's.
    private static Optional<Jid> chat(JsonNode message) {
        try {
            Jid jid = Jid.parse(message.at("/chat/jid").asString(""));
            return Optional.of(jid).filter(one -> one.isPn() || one.isLid());
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    /// The conversation that a chat is there, made if there is none.
    private long conversation(Bridge bridge, Chatwoot client, String jid, JsonNode message) throws Chatwoot.Refused {
        Optional<BridgeStore.There> known = around.database().read(tx -> BridgeStore.there(tx, bridge.ref(), jid));
        if (known.isPresent()) {
            return known.get().conversation();
        }
        String phone = message.at("/chat/phone").asString("");
        String words = phone.isEmpty() ? jid : "+" + phone;
        Optional<Chatwoot.Contact> found = client.search(words, bridge.inbox());
        Chatwoot.Contact contact = found.isPresent()
                ? found.get()
                : client.make(bridge.inbox(), name(bridge, jid, words), phone.isEmpty() ? null : phone, jid);
        String source =
                contact.source().isPresent() ? contact.source().get() : client.join(contact.id(), bridge.inbox(), jid);
        long conversation = client.converse(contact.id(), bridge.inbox(), source);
        around.database().write(tx -> {
            BridgeStore.keep(tx, bridge.ref(), jid, new BridgeStore.There(contact.id(), source, conversation));
            return true;
        });
        return conversation;
    }

    private String name(Bridge bridge, String jid, String otherwise) {
        return around.database()
                .read(tx -> tx.one(
                        "SELECT name FROM chat WHERE session_ref = ? AND jid = ? AND name IS NOT NULL",
                        row -> row.text(1),
                        bridge.sessionRef(),
                        jid))
                .orElse(otherwise);
    }

    private Chatwoot.Post post(Session session, JsonNode message, String way, String id) throws Chatwoot.Refused {
        String media = message.at("/media/id").asString("");
        String text = text(message);
        if (media.isEmpty()) {
            return new Chatwoot.Post(
                    text.isBlank() ? "[" + message.path("type").asString("") + "]" : text,
                    way,
                    false,
                    OURS + id,
                    Optional.empty());
        }
        Optional<Chatwoot.File> file = file(session, media);
        return new Chatwoot.Post(
                file.isPresent() ? text : text + " [the file is not available]", way, false, OURS + id, file);
    }

    private Optional<Chatwoot.File> file(Session session, String id) throws Chatwoot.Refused {
        Optional<Media> media = around.library().find(session.key().ref(), id);
        if (media.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (around.fetcher().bring(Sessions.lease(session), media.get())) {
                case MediaFetcher.Fetch.Here(Media here) -> Optional.of(file(here));
                case MediaFetcher.Fetch.NotConnected _ -> throw new Chatwoot.Refused(0, "not_connected");
                case MediaFetcher.Fetch.Failed _ -> Optional.empty();
            };
        } catch (IOException _) {
            throw new Chatwoot.Refused(0, "file_unreadable");
        }
    }

    private Chatwoot.File file(Media media) {
        String ending = media.mimeType().replaceAll(";.*", "").replaceAll(".*/", "");
        long size = media.size().orElse(0L);
        return new Chatwoot.File(
                media.fileName().orElse("file." + ending),
                media.mimeType(),
                size,
                () -> around.library().open(media, 0, size));
    }

    /// What a message says, in words.
    private static String text(JsonNode message) {
        List<String> parts = new ArrayList<>();
        add(parts, message.path("text").asString(""));
        JsonNode content = message.path("content");
        JsonNode place = content.path("location").isObject() ? content.path("location") : content.path("liveLocation");
        if (place.isObject()) {
            parts.add("https://maps.google.com/?q=" + place.path("latitude").asString("") + ","
                    + place.path("longitude").asString(""));
        }
        content.path("contacts").forEach(card -> add(parts, card.path("vcard").asString("")));
        JsonNode poll = content.path("poll");
        if (poll.isObject()) {
            poll.path("options")
                    .forEach(option -> add(parts, "- " + option.path("name").asString("")));
        }
        return String.join("\n", parts);
    }

    private static void add(List<String> parts, String text) {
        if (!text.isBlank()) {
            parts.add(text);
        }
    }
}
