// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.ContentReading;
import dev.switchboard.sandbox.phone.EntryExtras;
import dev.switchboard.sandbox.phone.FileNote;
import dev.switchboard.sandbox.phone.FileState;
import dev.switchboard.sandbox.phone.HistoryEntry;
import dev.switchboard.sandbox.phone.Outgoing;
import dev.switchboard.sandbox.phone.ReceiptKind;
import dev.switchboard.sandbox.phone.Sent;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.ChatState.Activity;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What phones send and what they have received.
final class MessageResource {

    private static final long LARGEST_FILE = 64L << 20;

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
                Route.of("GET", "/admin/accounts/{}/messages/{}/file", this::file),
                Route.of("POST", "/admin/accounts/{}/receipts", this::confirm),
                Route.of("POST", "/admin/accounts/{}/chatstate", this::showState));
    }

    private HttpResponse send(Call call) {
        String phone = phone(call);
        Body body = Body.of(call.request().body(), OutgoingBody.FIELDS);
        Jid to = ChatName.parse("to", body.requireText("to"));
        Outgoing what = new OutgoingBody(phones, body, call.request().fromLoopback()).read();
        Sent sent = phones.send(phone, to, what);
        return Json.answer(200, Json.object().put("id", sent.id()).put("t", sent.at()));
    }

    /// The plain bytes of a message's file.
    private HttpResponse file(Call call) {
        String phone = phone(call);
        HistoryEntry entry = phones.history(phone).stream()
                .filter(candidate -> candidate.id().equals(call.variable(1)))
                .findFirst()
                .orElseThrow(() -> AdminRefusal.notFound("the phone has no message with this id"));
        if (phones.extras(phone)
                .file(entry)
                .filter(note -> note.size() <= LARGEST_FILE)
                .isEmpty()) {
            throw AdminRefusal.notFound("the message has no file, or one too large to be shown");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FileNote note = phones.download(entry, out);
        if (note.state() != FileState.VERIFIED) {
            throw AdminRefusal.notFound("the file cannot be fetched any more");
        }
        return new HttpResponse(200, shownType(entry), Bytes.copyOf(out.toByteArray()));
    }

    /// Types that a browser only shows or plays; all else it must not take for a page.
    private static String shownType(HistoryEntry entry) {
        String type =
                entry.reading().file().map(ContentReading.FileReading::mimetype).orElse("");
        boolean harmless = type.matches("(image/(jpeg|png|webp|gif)|audio/[a-z0-9.-]+|video/[a-z0-9.-]+)(;.*)?");
        return harmless ? type : "application/octet-stream";
    }

    private HttpResponse list(Call call) {
        String phone = phone(call);
        Optional<Jid> chat = call.request().parameter("chat").map(text -> phones.chat(ChatName.parse("chat", text)));
        Optional<String> after = call.request().parameter("after");
        int limit = Query.limit(call.request());
        EntryExtras extras = phones.extras(phone);
        List<HistoryEntry> entries = phones.history(phone);
        long from = after.isEmpty() ? -1 : seqOf(entries, after.get());
        ArrayNode found = Json.array();
        entries.stream()
                .filter(entry -> entry.seq() > from)
                .filter(entry -> chat.isEmpty() || chat.get().equals(entry.chat()))
                .limit(limit)
                .forEach(entry -> found.add(EntryView.of(entry, extras)));
        return Json.answer(200, found);
    }

    private static long seqOf(List<HistoryEntry> entries, String id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .mapToLong(HistoryEntry::seq)
                .max()
                .orElseThrow(() -> AdminRefusal.malformed("after: the phone has no message with this id"));
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

    private String phone(Call call) {
        return network.account(call.variable(0))
                .orElseThrow(UnknownAccount::new)
                .phone();
    }
}
