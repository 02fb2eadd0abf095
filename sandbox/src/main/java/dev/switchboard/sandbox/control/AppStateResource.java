// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.AppStateEntry;
import dev.switchboard.sandbox.phone.HistoryEntry;
import dev.switchboard.sandbox.phone.PhoneException;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.appstate.MutationIndex;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// App state as a phone has read it, and what a phone says by it.
final class AppStateResource {

    private static final String[] ACTIONS = {
        "archive",
        "pin",
        "mute",
        "read",
        "lock",
        "star",
        "deleteMessage",
        "clearChat",
        "deleteChat",
        "contact",
        "label",
        "labelChat",
        "pushName"
    };

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    AppStateResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/accounts/{}/app-state", this::show),
                Route.of("POST", "/admin/accounts/{}/app-state", this::say));
    }

    private String phone(Call call) {
        return network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
    }

    private HttpResponse show(Call call) {
        List<AppStateEntry> entries = phones.appState(phone(call));
        ObjectNode json = Json.object();
        json.set("chats", chats(entries));
        ArrayNode all = json.putArray("entries");
        for (AppStateEntry entry : entries) {
            ObjectNode line = all.addObject().put("collection", entry.collection());
            ArrayNode index = line.putArray("index");
            MutationIndex.parse(entry.index())
                    .map(MutationIndex::parts)
                    .orElse(List.of())
                    .forEach(index::add);
            line.put("t", entry.value().getTimestamp());
            line.set(
                    "value",
                    ProtoJson.of(entry.value().toBuilder().clearTimestamp().build()));
        }
        return Json.answer(200, json);
    }

    /// What is said of each chat, in one place.
    private ArrayNode chats(List<AppStateEntry> entries) {
        Map<Jid, ObjectNode> chats = new LinkedHashMap<>();
        for (AppStateEntry entry : entries) {
            SyncAction action = entry.action();
            action.subject()
                    .map(phones::chat)
                    .ifPresent(chat -> describe(
                            action,
                            chats.computeIfAbsent(chat, _ -> Json.object().put("chat", ChatName.print(chat)))));
        }
        ArrayNode all = Json.array();
        chats.values().forEach(all::add);
        return all;
    }

    private static void describe(SyncAction action, ObjectNode chat) {
        switch (action) {
            case SyncAction.Archive archive -> chat.put("archived", archive.archived());
            case SyncAction.Pin pin -> chat.put("pinned", pin.pinned());
            case SyncAction.Mute mute -> {
                chat.put("muted", mute.muted());
                mute.until().ifPresent(until -> chat.put("mutedUntil", until.toEpochMilli()));
            }
            case SyncAction.MarkRead mark -> chat.put("read", mark.read());
            case SyncAction.Lock lock -> chat.put("locked", lock.locked());
            case SyncAction.Star star -> {
                if (star.starred()) {
                    chat.withArray("starred").add(star.message().id());
                }
            }
            case SyncAction.DeleteForMe delete ->
                chat.withArray("deleted").add(delete.message().id());
            case SyncAction.DeleteChat _ -> chat.put("deletedChat", true);
            case SyncAction.ClearChat _ -> chat.put("cleared", true);
            case SyncAction.Contact contact -> chat.put("name", contact.fullName());
            case SyncAction.LabelChat label -> {
                if (label.labeled()) {
                    chat.withArray("labels").add(label.labelId());
                }
            }
            default -> {}
        }
    }

    private HttpResponse say(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), ACTIONS);
        List<String> named = List.of(ACTIONS).stream().filter(body::has).toList();
        if (named.size() != 1) {
            throw AdminRefusal.malformed("action: " + (named.isEmpty() ? "none" : String.join(", ", named))
                    + " (expected: one of " + String.join(", ", ACTIONS) + ")");
        }
        phones.say(phone, action(phone, named.getFirst(), body));
        return HttpResponse.empty(204);
    }

    private SyncAction action(String phone, String name, Body body) {
        return switch (name) {
            case "pushName" -> new SyncAction.PushName(OutgoingBody.nonEmpty(body, name));
            case "star", "deleteMessage" -> ofMessage(phone, name, fields(body, name, "chat", "id", "on"));
            case "contact" -> contact(fields(body, name, "phone", "name", "remove"));
            case "label" -> {
                Body label = fields(body, name, "id", "name", "color", "deleted");
                yield new SyncAction.LabelEdit(
                        OutgoingBody.nonEmpty(label, "id"),
                        label.text("name").orElse(""),
                        label.integer("color", 0).orElse(0),
                        label.flag("deleted").orElse(false));
            }
            case "labelChat" -> {
                Body label = fields(body, name, "id", "chat", "on");
                yield new SyncAction.LabelChat(
                        OutgoingBody.nonEmpty(label, "id"),
                        ChatName.parse("labelChat.chat", label.requireText("chat")),
                        label.flag("on").orElse(true));
            }
            default -> ofChat(phone, name, fields(body, name, "chat", "on", "until"));
        };
    }

    private static Body fields(Body body, String name, String... known) {
        return body.object(name, known).orElseThrow();
    }

    private SyncAction ofChat(String phone, String name, Body body) {
        Jid chat = ChatName.parse(name + ".chat", body.requireText("chat"));
        boolean on = body.flag("on").orElse(true);
        return switch (name) {
            case "archive" -> new SyncAction.Archive(chat, on, SyncAction.range(newest(phone, chat)));
            case "pin" -> new SyncAction.Pin(chat, on);
            case "mute" -> new SyncAction.Mute(chat, on, body.number("until", 0).map(Instant::ofEpochMilli));
            case "read" -> new SyncAction.MarkRead(chat, on, SyncAction.range(newest(phone, chat)));
            case "lock" -> new SyncAction.Lock(chat, on);
            case "clearChat" -> new SyncAction.ClearChat(chat, true, true, SyncAction.range(newest(phone, chat)));
            default -> new SyncAction.DeleteChat(chat, true, SyncAction.range(newest(phone, chat)));
        };
    }

    private List<SyncAction.MessageAt> newest(String phone, Jid chat) {
        List<HistoryEntry> entries = phones.history(phone).stream()
                .filter(entry -> entry.chat().equals(phones.chat(chat)))
                .toList();
        return entries.isEmpty()
                ? List.of()
                : List.of(new SyncAction.MessageAt(
                        reference(chat, entries.getLast()),
                        Instant.ofEpochMilli(entries.getLast().at())));
    }

    private static SyncAction.MessageRef reference(Jid chat, HistoryEntry entry) {
        Optional<Jid> participant = chat.isGroup() && !entry.fromMe() ? Optional.of(entry.author()) : Optional.empty();
        return new SyncAction.MessageRef(chat, entry.id(), entry.fromMe(), participant);
    }

    private SyncAction ofMessage(String phone, String name, Body body) {
        Jid chat = ChatName.parse(name + ".chat", body.requireText("chat"));
        String id = OutgoingBody.nonEmpty(body, "id");
        HistoryEntry entry = phones.history(phone).stream()
                .filter(found -> found.id().equals(id) && found.chat().equals(phones.chat(chat)))
                .findFirst()
                .orElseThrow(PhoneException.UnknownMessage::new);
        SyncAction.MessageRef message = reference(chat, entry);
        return name.equals("star")
                ? new SyncAction.Star(message, body.flag("on").orElse(true))
                : new SyncAction.DeleteForMe(message, true, Instant.ofEpochMilli(entry.at()));
    }

    private SyncAction contact(Body body) {
        return body.flag("remove").orElse(false)
                ? new SyncAction.ContactRemoved(
                        Jid.pn(ChatName.parseNumber("contact.phone", body.requireText("phone"))))
                : AccountResource.contact(network, body);
    }
}
