// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends what agents write at Chatwoot. The message and the note of it are one transaction, so none goes twice.
final class Arrivals {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_TRIES = 50;

    private final Bridges.Around around;

    Arrivals(Bridges.Around around) {
        this.around = around;
    }

    /// What something that came from there is known by; empty if it is of no interest.
    static Optional<String> key(JsonNode body) {
        String event = body.path("event").asString("");
        return switch (event) {
            case "message_created" -> Optional.of(event + ":" + body.path("id").asString(""));
            case "conversation_status_changed" ->
                Optional.of(event + ":" + body.path("id").asString("") + ":"
                        + body.path("status").asString("") + ":"
                        + body.path("timestamp").asString("") + ":"
                        + body.path("updated_at").asString(""));
            default -> Optional.empty();
        };
    }

    /// Deals with something that came from there.
    void deal(Bridge bridge, Session session, Chatwoot client, BridgeStore.News news) throws Chatwoot.Refused {
        JsonNode body = JSON.readTree(news.body());
        if (body.path("event").asString("").equals("message_created")) {
            message(bridge, session, client, news, body);
        } else {
            status(bridge, session, news, body);
        }
    }

    private void status(Bridge bridge, Session session, BridgeStore.News news, JsonNode body) {
        boolean resolved = body.path("status").asString("").equals("resolved");
        around.database().write(tx -> {
            if (resolved && bridge.handOver()) {
                BridgeStore.chat(tx, bridge.ref(), body.path("id").asLong(0))
                        .map(Jid::parse)
                        .ifPresent(chat -> {
                            if (around.assignments().handed(tx, session.key().ref(), chat)) {
                                around.assignments()
                                        .assign(
                                                tx,
                                                Sessions.lease(session),
                                                chat,
                                                new Assignments.Order(
                                                        Optional.empty(), false, Optional.empty(), actor(bridge)));
                            }
                        });
            }
            BridgeStore.done(tx, news.ref(), around.now());
            return true;
        });
    }

    private static String actor(Bridge bridge) {
        return "bridge:" + bridge.id();
    }

    private void message(Bridge bridge, Session session, Chatwoot client, BridgeStore.News news, JsonNode body)
            throws Chatwoot.Refused {
        long conversation = body.at("/conversation/id").asLong(0);
        if (!agents(bridge, body) || echo(bridge, body)) {
            done(news);
            return;
        }
        Optional<Jid> to = recipient(bridge, body, conversation);
        if (to.isEmpty()) {
            giveUp(client, conversation, news, "the contact has no phone number.");
            return;
        }
        List<Content> contents;
        try {
            contents = contents(session, body);
        } catch (Refusal refusal) {
            giveUp(client, conversation, news, refusal.problem().detail());
            return;
        } catch (IOException _) {
            throw new Chatwoot.Refused(0, "file_not_fetched");
        }
        Acceptance acceptance = around.database().write(tx -> {
            Acceptance last = new Acceptance.UnknownTarget();
            int number = 0;
            for (Content content : contents) {
                last = send(tx, bridge, session, to.get(), content);
                if (!(last instanceof Acceptance.Accepted(String id, var _, var _))) {
                    if (number > 0) {
                        throw new IllegalStateException("bridge: part of a message was refused");
                    }
                    return last;
                }
                String foreign = body.path("id").asString("") + (number == 0 ? "" : "#" + number);
                BridgeStore.keep(tx, bridge.ref(), new BridgeStore.Pair(id, foreign, true, conversation), around.now());
                number++;
            }
            settle(tx, bridge, session, to.get(), body);
            BridgeStore.done(tx, news.ref(), around.now());
            return last;
        });
        if (!(acceptance instanceof Acceptance.Accepted)) {
            refused(client, conversation, news, acceptance);
        }
    }

    private void refused(Chatwoot client, long conversation, BridgeStore.News news, Acceptance acceptance)
            throws Chatwoot.Refused {
        boolean later = acceptance instanceof Acceptance.NotConnected
                || acceptance instanceof Acceptance.OverQuota
                || acceptance instanceof Acceptance.Blocked;
        if (later && news.attempts() < MOST_TRIES) {
            around.database().write(tx -> {
                BridgeStore.tried(tx, news.ref());
                return true;
            });
            throw new Chatwoot.Refused(
                    0, acceptance instanceof Acceptance.NotConnected ? "session_not_connected" : "limit_reached");
        }
        giveUp(client, conversation, news, later ? "the session cannot send." : "it is empty or not acceptable.");
    }

    private Acceptance send(WriteTx tx, Bridge bridge, Session session, Jid to, Content content) {
        Caller caller = new Caller(bridge.tenant(), actor(bridge), Role.AGENT);
        SendCommand command =
                new SendCommand(to, content, SendCommand.Options.NONE, Optional.empty(), Optional.empty());
        return around.messages().send(tx, caller, session, command);
    }

    /// The chat is that conversation from now on, and a person has it.
    private void settle(WriteTx tx, Bridge bridge, Session session, Jid to, JsonNode body) {
        String chat = dev.switchboard.gateway.address.AddressBook.canonical(
                        tx, session.key().ref(), to)
                .toString();
        long conversation = body.at("/conversation/id").asLong(0);
        if (BridgeStore.there(tx, bridge.ref(), chat).isEmpty() && conversation != 0) {
            BridgeStore.keep(
                    tx,
                    bridge.ref(),
                    chat,
                    new BridgeStore.There(
                            body.at("/conversation/contact_inbox/contact_id").asLong(0),
                            body.at("/conversation/contact_inbox/source_id").asString(""),
                            conversation));
        }
        if (bridge.handOver() && !around.assignments().handed(tx, session.key().ref(), to)) {
            around.assignments()
                    .assign(
                            tx,
                            Sessions.lease(session),
                            to,
                            new Assignments.Order(
                                    Optional.empty(), true, Optional.of("answered in Chatwoot"), actor(bridge)));
        }
    }

    /// Whether it is a message that an agent wrote to the contact.
    private static boolean agents(Bridge bridge, JsonNode body) {
        JsonNode type = body.path("message_type");
        boolean outgoing =
                type.asString("").equals("outgoing") || type.asString("").equals("1");
        long inbox =
                body.at("/inbox/id").asLong(body.at("/conversation/inbox_id").asLong(bridge.inbox()));
        return outgoing && !body.path("private").asBoolean(false) && inbox == bridge.inbox();
    }

    /// Whether it is one of ours that was put there.
    private boolean echo(Bridge bridge, JsonNode body) {
        String id = body.path("id").asString("");
        return body.path("source_id").asString("").startsWith(Crossing.OURS)
                || around.database()
                        .read(tx -> BridgeStore.pairThere(tx, bridge.ref(), id))
                        .isPresent();
    }

    private Optional<Jid> recipient(Bridge bridge, JsonNode body, long conversation) {
        Optional<Jid> known = around.database()
                .read(tx -> BridgeStore.chat(tx, bridge.ref(), conversation))
                .map(Jid::parse);
        JsonNode sender = body.at("/conversation/meta/sender");
        return known.or(() -> address(body.at("/conversation/contact_inbox/source_id"), true))
                .or(() -> address(sender.path("identifier"), true))
                .or(() -> address(sender.path("phone_number"), false));
    }

    /// Numbers of theirs are not ours: only what is written as an address of ours counts.
    private static Optional<Jid> address(JsonNode text, boolean whole) {
        String words = text.asString("");
        return words.isEmpty() || (whole && !words.contains("@")) ? Optional.empty() : AnyAddress.parse(words);
    }

    private List<Content> contents(Session session, JsonNode body) throws IOException {
        String text = body.path("content").asString("");
        List<Content> contents = new ArrayList<>();
        for (JsonNode attachment : body.path("attachments")) {
            Optional<String> caption = contents.isEmpty() && !text.isBlank() ? Optional.of(text) : Optional.empty();
            contents.add(file(session, attachment, caption));
        }
        if (contents.isEmpty() && !text.isBlank()) {
            contents.add(new Content.Text(text));
        }
        return contents;
    }

    private Content file(Session session, JsonNode attachment, Optional<String> caption) throws IOException {
        String url = attachment.path("data_url").asString("");
        String name = url.replaceAll("[?#].*", "").replaceAll(".*/", "");
        MediaInput input = new MediaInput(null, url, null, null, name.isEmpty() ? null : name);
        MediaKind kind = switch (attachment.path("file_type").asString("file")) {
            case "image" -> MediaKind.IMAGE;
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> MediaKind.DOCUMENT;
        };
        try {
            return around.senders().attachment(session, input, new Senders.Shown(kind, caption, false));
        } catch (Refusal refusal) {
            if (refusal.problem().code().equals(ProblemKind.MEDIA_TYPE_REFUSED.code()) && kind != MediaKind.DOCUMENT) {
                return around.senders()
                        .attachment(session, input, new Senders.Shown(MediaKind.DOCUMENT, caption, false));
            }
            throw refusal;
        }
    }

    /// Says there why a message did not go.
    private void giveUp(Chatwoot client, long conversation, BridgeStore.News news, String why) throws Chatwoot.Refused {
        if (conversation != 0) {
            client.post(conversation, new Chatwoot.Post("Not sent: " + why, "outgoing", true, null, Optional.empty()));
        }
        done(news);
    }

    private void done(BridgeStore.News news) {
        around.database().write(tx -> {
            BridgeStore.done(tx, news.ref(), around.now());
            return true;
        });
    }
}
