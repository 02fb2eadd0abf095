// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.phone.PastMessage;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A past for phones: messages that stand in their chats, and go to companions as history, though nobody sent them
/// here.
final class HistoryResource {

    private static final int MOST_AT_ONCE = 50_000;
    private static final long APART = Duration.ofMinutes(1).toMillis();
    private static final long SOME_TIME_AGO = 1_700_000_000_000L;

    private final PhoneNetwork network;
    private final SimulatedPhones phones;

    HistoryResource(AdminInterface.Parts parts) {
        this.network = parts.network();
        this.phones = parts.phones();
    }

    List<Route> routes() {
        return List.of(Route.of("POST", "/admin/accounts/{}/history", this::add));
    }

    private HttpResponse add(Call call) {
        AccountView account = network.account(call.variable(0)).orElseThrow(UnknownAccount::new);
        Body body = Body.of(call.request().body(), "chat", "messages", "count", "text");
        Jid chat = ChatName.parse("chat", body.requireText("chat"));
        if (body.has("messages") == body.has("count")) {
            throw AdminRefusal.malformed("messages, count: both or none (expected: one of them)");
        }
        List<PastMessage> past = body.has("messages") ? listed(account, chat, body) : counted(account, chat, body);
        phones.remember(account.phone(), chat, past);
        return Json.answer(200, Json.object().put("added", past.size()));
    }

    private static List<PastMessage> listed(AccountView account, Jid chat, Body body) {
        List<PastMessage> past = new ArrayList<>();
        for (Body message : body.objects("messages", "id", "text", "fromMe", "from", "t")) {
            boolean fromMe = message.flag("fromMe").orElse(false);
            Jid other = message.text("from")
                    .map(text -> ChatName.parse("from", text))
                    .orElse(chat);
            past.add(new PastMessage(
                    message.text("id"),
                    fromMe ? account.pn() : other,
                    fromMe,
                    message.number("t", 0).orElse(SOME_TIME_AGO + past.size() * APART),
                    OutgoingBody.nonEmpty(message, "text")));
        }
        return past;
    }

    private static List<PastMessage> counted(AccountView account, Jid chat, Body body) {
        int count = body.integer("count", 1).orElse(1);
        if (count > MOST_AT_ONCE) {
            throw body.wrong("count", "1 to " + MOST_AT_ONCE);
        }
        String text = body.text("text").orElse("message");
        List<PastMessage> past = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fromMe = i % 2 == 1;
            past.add(new PastMessage(
                    Optional.empty(),
                    fromMe ? account.pn() : chat,
                    fromMe,
                    SOME_TIME_AGO + i * APART,
                    text + " " + (i + 1)));
        }
        return past;
    }
}
