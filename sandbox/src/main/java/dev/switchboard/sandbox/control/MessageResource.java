// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.ContentReading;
import dev.switchboard.sandbox.phone.ContentReading.FileReading;
import dev.switchboard.sandbox.phone.HistoryEntry;
import dev.switchboard.sandbox.phone.Outgoing;
import dev.switchboard.sandbox.phone.ReceiptKind;
import dev.switchboard.sandbox.phone.Sent;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.ChatState.Activity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What phones send and what they have received.
final class MessageResource {

    private static final List<String> CONTENT =
            List.of("text", "image", "video", "audio", "document", "sticker", "reaction", "edit", "revoke");
    private static final Set<String> MEDIA = Set.of("image", "video", "audio", "document", "sticker");

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    MessageResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/admin/accounts/{}/messages", this::send),
                Route.of("GET", "/admin/accounts/{}/messages", this::list),
                Route.of("POST", "/admin/accounts/{}/receipts", this::confirm),
                Route.of("POST", "/admin/accounts/{}/chatstate", this::showState),
                Route.of("POST", "/admin/accounts/{}/groups", this::createGroup));
    }

    private HttpResponse send(Call call) {
        String phone = phone(call);
        Body body = Body.of(
                call.request().body(),
                "to",
                "text",
                "image",
                "video",
                "audio",
                "document",
                "sticker",
                "reaction",
                "edit",
                "revoke",
                "quote");
        Jid to = ChatName.parse("to", body.requireText("to"));
        Sent sent = phones.send(phone, to, content(body));
        return Json.answer(200, Json.object().put("id", sent.id()).put("t", sent.at()));
    }

    private static Outgoing content(Body body) {
        List<String> named = CONTENT.stream().filter(body::has).toList();
        if (named.size() != 1) {
            throw AdminRefusal.malformed("content: " + (named.isEmpty() ? "none" : String.join(", ", named))
                    + " (expected: one of text, reaction, edit, revoke)");
        }
        String kind = named.getFirst();
        if (MEDIA.contains(kind)) {
            throw AdminRefusal.malformed(
                    kind + ": phones send no media yet (expected: text, reaction, edit or revoke)");
        }
        if (body.has("quote") && !kind.equals("text")) {
            throw AdminRefusal.malformed("quote: beside " + kind + " (expected: beside text only)");
        }
        return switch (kind) {
            case "text" -> new Outgoing.Text(nonEmpty(body, "text"), quote(body));
            case "reaction" -> {
                Body reaction = body.object("reaction", "id", "emoji").orElseThrow();
                yield new Outgoing.Reaction(nonEmpty(reaction, "id"), reaction.requireText("emoji"));
            }
            case "edit" -> {
                Body edit = body.object("edit", "id", "text").orElseThrow();
                yield new Outgoing.Edit(nonEmpty(edit, "id"), nonEmpty(edit, "text"));
            }
            default -> new Outgoing.Revoke(nonEmpty(body.object("revoke", "id").orElseThrow(), "id"));
        };
    }

    /// The message answered, by its id or as an object with its id.
    private static Optional<String> quote(Body body) {
        return body.isObject("quote")
                ? body.object("quote", "id").map(quoted -> nonEmpty(quoted, "id"))
                : body.text("quote");
    }

    private static String nonEmpty(Body body, String name) {
        String text = body.requireText(name);
        if (text.isEmpty()) {
            throw body.wrong(name, "a string that is not empty");
        }
        return text;
    }

    private HttpResponse list(Call call) {
        String phone = phone(call);
        Optional<Jid> chat = call.request().parameter("chat").map(text -> phones.chat(ChatName.parse("chat", text)));
        Optional<String> after = call.request().parameter("after");
        int limit = Query.limit(call.request());
        List<HistoryEntry> entries = phones.history(phone);
        long from = after.isEmpty() ? -1 : seqOf(entries, after.get());
        ArrayNode found = Json.array();
        entries.stream()
                .filter(entry -> entry.seq() > from)
                .filter(entry -> chat.isEmpty() || chat.get().equals(entry.chat()))
                .limit(limit)
                .forEach(entry -> found.add(view(entry)));
        return Json.answer(200, found);
    }

    private static long seqOf(List<HistoryEntry> entries, String id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .mapToLong(HistoryEntry::seq)
                .max()
                .orElseThrow(() -> AdminRefusal.malformed("after: the phone has no message with this id"));
    }

    private static ObjectNode view(HistoryEntry entry) {
        ContentReading content = entry.reading();
        ObjectNode json = Json.object()
                .put("id", entry.id())
                .put("chat", ChatName.print(entry.chat()))
                .put("from", ChatName.print(entry.author()))
                .put("fromMe", entry.fromMe())
                .put("t", entry.at())
                .put("type", entry.kind().key())
                .put("copies", entry.copies());
        putIfPresent(json, "text", content.text());
        putIfPresent(json, "caption", content.caption());
        FileReading file = content.file();
        if (file != null) {
            json.put("mimetype", file.mimetype())
                    .put("sha256", file.sha256().hex())
                    .put("size", file.size());
        }
        putIfPresent(json, "quotedId", content.quotedId());
        putIfPresent(json, "reaction", entry.reaction());
        if (entry.edited()) {
            json.put("edited", true);
        }
        if (entry.revoked()) {
            json.put("revoked", true);
        }
        return json.put("status", entry.status().key());
    }

    private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private HttpResponse confirm(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), "chat", "ids", "type");
        Jid chat = ChatName.parse("chat", body.requireText("chat"));
        List<String> ids = body.requireTexts("ids");
        ReceiptKind type = body.word("type", ReceiptKind.class, Set.of(ReceiptKind.values()))
                .orElseThrow(() -> body.wrong("type", "delivered, played, read"));
        phones.confirm(phone, chat, ids, type);
        return HttpResponse.empty(204);
    }

    private HttpResponse showState(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), "to", "state");
        Jid to = ChatName.parse("to", body.requireText("to"));
        Activity state = body.word("state", Activity.class, Set.of(Activity.values()))
                .orElseThrow(() -> body.wrong("state", "composing, paused, recording"));
        phones.show(phone, to, state);
        return HttpResponse.empty(204);
    }

    private HttpResponse createGroup(Call call) {
        phone(call);
        Body body = Body.of(call.request().body(), "subject", "participants");
        nonEmpty(body, "subject");
        body.requireTexts("participants").forEach(text -> ChatName.parse("participants", text));
        throw AdminRefusal.notYet("making a group");
    }

    private String phone(Call call) {
        return network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
    }
}
