// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.AppStateEntry;
import dev.switchboard.sandbox.phone.AutoBehaviour;
import dev.switchboard.sandbox.phone.ContentReading;
import dev.switchboard.sandbox.phone.EntryExtras;
import dev.switchboard.sandbox.phone.HistoryEntry;
import dev.switchboard.sandbox.phone.MessageStatus;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the screen of a phone shows, in one answer that a page can ask for again and again, and the switches that only
/// a person has: on or off, and whom to block.
final class ScreenResource {

    private static final int LONGEST_PREVIEW = 80;
    private static final int TAG_BYTES = 12;

    private final PhoneNetwork network;
    private final SimulatedPhones phones;
    private final WaitingResource waiting;

    ScreenResource(AdminInterface.Parts parts, WaitingResource waiting) {
        this.network = parts.network();
        this.phones = parts.phones();
        this.waiting = waiting;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/admin/accounts/{}/screen", this::screen),
                Route.of("POST", "/admin/accounts/{}/phone", this::turn),
                Route.of("POST", "/admin/accounts/{}/block", this::block));
    }

    private AccountView account(Call call) {
        return network.account(call.variable(0)).orElseThrow(UnknownAccount::new);
    }

    private HttpResponse turn(Call call) {
        AccountView account = account(call);
        Body body = Body.of(call.request().body(), "online");
        phones.turn(account.phone(), body.flag("online").orElseThrow(() -> body.wrong("online", "true or false")));
        return HttpResponse.empty(204);
    }

    private HttpResponse block(Call call) {
        AccountView account = account(call);
        Body body = Body.of(call.request().body(), "phone", "on");
        String other = ChatName.parseNumber("phone", body.requireText("phone"));
        if (network.account(other).isEmpty()) {
            throw new UnknownAccount();
        }
        phones.block(account.phone(), other, body.flag("on").orElse(true));
        return HttpResponse.empty(204);
    }

    private HttpResponse screen(Call call) {
        AccountView account = account(call);
        int last = Query.limit(call.request());
        Optional<Jid> open = call.request()
                .parameter("chat")
                .filter(text -> !text.isEmpty())
                .map(text -> phones.chat(ChatName.parse("chat", text)));
        List<HistoryEntry> entries = phones.history(account.phone());
        Map<Jid, ChatLine> lines = lines(entries);
        Map<Jid, String> contacts = describe(account, lines);
        ObjectNode json = Json.object();
        json.set("me", me(account));
        json.set("people", people(account, contacts));
        ArrayNode chats = json.putArray("chats");
        lines.values().stream()
                .sorted((a, b) -> Long.compare(b.newest.seq(), a.newest.seq()))
                .forEach(line -> chats.add(line.view()));
        json.set("messages", messages(account, entries, open, last));
        ObjectNode typing = json.putObject("typing");
        phones.typing(account.phone()).forEach((chat, what) -> typing.put(ChatName.print(chat), what));
        json.set("waiting", waiting.list());
        return tagged(call, Json.answer(200, json));
    }

    /// Nothing is sent again that the page has.
    private static HttpResponse tagged(Call call, HttpResponse response) {
        String tag = "\""
                + Bytes.copyOf(Sha.sha256(response.body().toByteArray()), 0, TAG_BYTES)
                        .base64Url() + "\"";
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "no-store");
        return call.request().header("if-none-match").filter(tag::equals).isPresent()
                ? HttpResponse.empty(304).with(headers)
                : response.with(headers);
    }

    private ObjectNode me(AccountView account) {
        ObjectNode json = Json.object()
                .put("phone", account.phone())
                .put("lid", account.lid().user())
                .put("pushName", account.pushName())
                .put("about", account.about())
                .put("phoneOnline", phones.isOn(account.phone()));
        ArrayNode devices = json.putArray("devices");
        for (DeviceView device : account.devices()) {
            if (!device.primary()) {
                devices.addObject()
                        .put("id", device.id())
                        .put("name", WaitingResource.describe(device.deviceProps()))
                        .put("online", device.online())
                        .put("queued", device.queued());
            }
        }
        AutoBehaviour auto = phones.behaviour(account.phone());
        json.putObject("auto")
                .put("receipts", auto.receipts().name().toLowerCase(Locale.ROOT))
                .put("reply", auto.reply().orElse(""))
                .put("latencyMs", auto.latency().toMillis());
        ArrayNode blocked = json.putArray("blocked");
        phones.blocked(account.phone()).forEach(blocked::add);
        return json;
    }

    private ArrayNode people(AccountView account, Map<Jid, String> contacts) {
        ArrayNode people = Json.array();
        for (AccountView other : network.accounts()) {
            if (!other.phone().equals(account.phone())) {
                people.addObject()
                        .put("phone", other.phone())
                        .put("name", contacts.getOrDefault(other.pn(), other.pushName()));
            }
        }
        return people;
    }

    private ArrayNode messages(AccountView account, List<HistoryEntry> entries, Optional<Jid> open, int last) {
        ArrayNode messages = Json.array();
        if (open.isPresent()) {
            EntryExtras extras = phones.extras(account.phone());
            List<HistoryEntry> shown = entries.stream()
                    .filter(entry -> entry.chat().equals(open.get()))
                    .toList();
            shown.stream()
                    .skip(Math.max(0, shown.size() - last))
                    .forEach(entry -> messages.add(EntryView.of(entry, extras)));
        }
        return messages;
    }

    private static Map<Jid, ChatLine> lines(List<HistoryEntry> entries) {
        Map<Jid, ChatLine> lines = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            lines.computeIfAbsent(entry.chat(), _ -> new ChatLine(entry)).take(entry);
        }
        return lines;
    }

    /// Adds to the lines what app state says of the chats.
    ///
    /// @return the names under which people stand in the phone's address book
    private Map<Jid, String> describe(AccountView account, Map<Jid, ChatLine> lines) {
        Map<Jid, String> contacts = new HashMap<>();
        for (AppStateEntry entry : phones.appState(account.phone())) {
            SyncAction action = entry.action();
            Optional<Jid> subject = action.subject().map(phones::chat);
            if (subject.isPresent()) {
                if (action instanceof SyncAction.Contact contact) {
                    contacts.put(subject.get(), contact.fullName());
                }
                Optional.ofNullable(lines.get(subject.get())).ifPresent(line -> line.take(action));
            }
        }
        return contacts;
    }

    /// A line of the list of chats.
    private static final class ChatLine {
        private static final Set<MessageStatus> UNREAD =
                Set.of(MessageStatus.PENDING, MessageStatus.SENT, MessageStatus.DELIVERED);

        private HistoryEntry newest;
        private int unread;
        private boolean pinned;
        private boolean archived;
        private boolean muted;
        private final List<String> starred = new ArrayList<>();

        ChatLine(HistoryEntry first) {
            newest = first;
        }

        void take(HistoryEntry entry) {
            newest = entry;
            if (!entry.fromMe() && UNREAD.contains(entry.status())) {
                unread++;
            }
        }

        void take(SyncAction action) {
            switch (action) {
                case SyncAction.Pin pin -> pinned = pin.pinned();
                case SyncAction.Archive archive -> archived = archive.archived();
                case SyncAction.Mute mute -> muted = mute.muted();
                case SyncAction.Star star -> {
                    if (star.starred()) {
                        starred.add(star.message().id());
                    }
                }
                default -> {}
            }
        }

        ObjectNode view() {
            ObjectNode json = Json.object()
                    .put("chat", ChatName.print(newest.chat()))
                    .put("group", newest.chat().isGroup())
                    .put("unread", unread)
                    .put("t", newest.at())
                    .put("type", newest.kind().key())
                    .put("preview", preview())
                    .put("from", ChatName.print(newest.author()))
                    .put("fromMe", newest.fromMe())
                    .put("status", newest.status().key())
                    .put("revoked", newest.revoked())
                    .put("pinned", pinned)
                    .put("archived", archived)
                    .put("muted", muted);
            ArrayNode stars = json.putArray("starred");
            starred.forEach(stars::add);
            return json;
        }

        private String preview() {
            ContentReading reading = newest.reading();
            String words = Optional.ofNullable(reading.text())
                    .or(() -> Optional.ofNullable(reading.caption()))
                    .or(() -> reading.place()
                            .map(place -> Optional.ofNullable(place.name()).orElse("")))
                    .or(() -> reading.contact().map(ContentReading.ContactReading::name))
                    .orElse("");
            return words.length() <= LONGEST_PREVIEW ? words : words.substring(0, LONGEST_PREVIEW) + "…";
        }
    }
}
