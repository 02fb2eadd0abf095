// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class MessagesIT {
    private static final Jid ALICE = Jid.pn("15550100002");

    private final Harness harness;

    MessagesIT(Harness harness) {
        this.harness = harness;
    }

    @AfterEach
    void acknowledgeAgain() {
        harness.network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
    }

    private Answer send(String session, String body) {
        return harness.post("/api/v1/sessions/" + session + "/messages", body);
    }

    private String status(String session, String id) {
        return harness.get("/api/v1/sessions/" + session + "/messages/" + id).text("/status");
    }

    @Test
    void answersWithFinalIdAtOnceAndSends() {
        harness.linked("m-send");
        Answer accepted = send("m-send", "{\"to\":\"+1 555 010 0002\",\"text\":\"Hello\"}");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("/status")).isEqualTo("queued");
        String id = accepted.text("/id");
        assertThat(id).matches("3EB0[0-9A-F]{18}");
        assertThat(accepted.text("/message/chat/jid")).isEqualTo("15550100002@s.whatsapp.net");
        Harness.eventually("sent", () -> status("m-send", id).equals("sent"));
        assertThat(harness.network.sent).anySatisfy(sent -> {
            assertThat(sent.id()).isEqualTo(id);
            assertThat(sent.to()).isEqualTo(ALICE);
            assertThat(sent.content()).isEqualTo(new Content.Text("Hello", Optional.empty()));
        });
    }

    @Test
    void takesEveryFormOfRecipient() {
        harness.linked("m-forms");
        for (String to : List.of(
                "15550100002",
                "+15550100002",
                "+1 (555) 010-0002",
                "1.555.010.0002",
                "15550100002@c.us",
                "15550100002@s.whatsapp.net")) {
            assertThat(send("m-forms", "{\"to\":\"" + to + "\",\"text\":\"x\"}").text("/message/chat/phone"))
                    .as(to)
                    .isEqualTo("15550100002");
        }
        assertThat(send("m-forms", "{\"to\":\"77001122@lid\",\"text\":\"x\"}").text("/message/chat/lid"))
                .isEqualTo("77001122@lid");
    }

    @Test
    void refusesWhatIsNoRecipient() {
        harness.linked("m-bad");
        for (String to : List.of(
                "",
                "abc",
                "123456",
                "1234567890123456",
                "0155501000",
                "1@",
                "x@lid",
                "15550100002@example.org",
                "5@g.us")) {
            Answer refused = send("m-bad", "{\"to\":\"" + to + "\",\"text\":\"x\"}");
            assertThat(refused.status()).as(to).isEqualTo(400);
            assertThat(refused.text("/code")).isEqualTo("invalid_recipient");
            assertThat(refused.text("/accepted")).contains("digits");
        }
        assertThat(send("m-bad", "{\"text\":\"x\"}").text("/code")).isEqualTo("invalid_recipient");
        for (String text : List.of("", "   ", "y".repeat(70_000))) {
            assertThat(send("m-bad", "{\"to\":\"15550100002\",\"text\":\"" + text + "\"}")
                            .text("/code"))
                    .isEqualTo("invalid_request");
        }
        assertThat(harness.get("/api/v1/sessions/m-bad/messages").json().get("items"))
                .isEmpty();
    }

    @Test
    void refusesWhileNotConnectedAndSaysWhatToDo() {
        harness.post("/api/v1/sessions", "{\"id\":\"m-unlinked\"}");
        Answer unlinked = send("m-unlinked", "{\"to\":\"15550100002\",\"text\":\"x\"}");
        assertThat(unlinked.status()).isEqualTo(409);
        assertThat(unlinked.text("/code")).isEqualTo("not_connected");
        assertThat(unlinked.text("/advice")).contains("QR");

        harness.linked("m-down");
        harness.post("/api/v1/sessions/m-down/disconnect", "");
        Answer down = send("m-down", "{\"to\":\"15550100002\",\"text\":\"x\"}");
        assertThat(down.status()).isEqualTo(409);
        assertThat(down.text("/advice")).isNotBlank();
        assertThat(harness.get("/api/v1/sessions/m-down/messages").json().get("items"))
                .isEmpty();
    }

    @Test
    void waitsForTheNetworkWhenAsked() {
        harness.linked("m-wait");
        Answer sent =
                harness.post("/api/v1/sessions/m-wait/messages?wait=sent", "{\"to\":\"15550100002\",\"text\":\"x\"}");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.text("/status")).isEqualTo("sent");

        harness.network.mode = FakeNetwork.Mode.REJECT;
        Answer refused =
                harness.post("/api/v1/sessions/m-wait/messages?wait=sent", "{\"to\":\"15550100003\",\"text\":\"x\"}");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text("/code")).isEqualTo("message_refused");
        assertThat(refused.text("/detail")).contains("not-on-whatsapp");
        assertThat(harness.post("/api/v1/sessions/m-wait/messages?wait=x", "{\"to\":\"15550100003\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void repeatedKeySendsOnce() {
        harness.linked("m-key");
        String path = "/api/v1/sessions/m-key/messages";
        String body = "{\"to\":\"15550100002\",\"text\":\"once\"}";
        Answer first = harness.call("POST", path)
                .header("Idempotency-Key", "k-1")
                .body(body)
                .send();
        Answer again = harness.call("POST", path)
                .header("Idempotency-Key", "k-1")
                .body(body)
                .send();
        Answer sameNumber = harness.call("POST", path)
                .header("Idempotency-Key", "k-1")
                .body("{\"to\":\"+1 555 010 0002\",\"text\":\"once\"}")
                .send();
        Answer other = harness.call("POST", path)
                .header("Idempotency-Key", "k-1")
                .body("{\"to\":\"15550100002\",\"text\":\"twice\"}")
                .send();

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(sameNumber.text("/id")).isEqualTo(first.text("/id"));
        assertThat(other.status()).isEqualTo(422);
        Harness.eventually("sent", () -> status("m-key", first.text("/id")).equals("sent"));
        assertThat(harness.network.sent.stream().filter(sent -> sent.id().equals(first.text("/id"))))
                .hasSize(1);
    }

    @Test
    void ownIdIsIdempotentToo() {
        harness.linked("m-id");
        String body = "{\"to\":\"15550100002\",\"text\":\"mine\",\"id\":\"ABCDEF0123456789\"}";
        assertThat(send("m-id", body).text("/id")).isEqualTo("ABCDEF0123456789");
        assertThat(send("m-id", body).header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(send("m-id", body.replace("mine", "other")).text("/code")).isEqualTo("message_exists");
        assertThat(send("m-id", body.replace("ABCDEF0123456789", "a b")).status())
                .isEqualTo(400);
    }

    @Test
    void statusesOnlyMoveForward() {
        FakeLink link = harness.linked("m-status");
        harness.network.mode = FakeNetwork.Mode.HOLD;
        String id = send("m-status", "{\"to\":\"15550100002\",\"text\":\"x\"}").text("/id");
        link.awaitHeld(id);
        assertThat(status("m-status", id)).isEqualTo("queued");
        for (Delivery delivery : List.of(Delivery.READ, Delivery.SENT, Delivery.DELIVERED, Delivery.FAILED)) {
            link.progresses(id, ALICE, delivery);
            assertThat(status("m-status", id)).isEqualTo("read");
        }
        link.progresses(id, ALICE, Delivery.PLAYED);
        assertThat(status("m-status", id)).isEqualTo("played");
        List<String> told = new ArrayList<>();
        for (JsonNode event : harness.get("/api/v1/events?session=m-status&event=message.status")
                .json()
                .get("items")) {
            told.add(event.at("/data/status").asString());
        }
        assertThat(told).containsExactly("queued", "read", "played");
    }

    @Test
    void keepsOrderUnderLoad() {
        harness.linked("m-order");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add(send("m-order", "{\"to\":\"15550100002\",\"text\":\"" + i + "\"}")
                    .text("/id"));
        }
        Harness.eventually("all sent", () -> status("m-order", ids.getLast()).equals("sent"));
        assertThat(harness.network.sent.stream().map(sent -> sent.id()).filter(ids::contains))
                .containsExactlyElementsOf(ids);
    }

    @Test
    void receivesAndListsByChat() {
        FakeLink link = harness.linked("m-in");
        link.receives("3A0000000000000000A1", ALICE, "first");
        link.receives("3A0000000000000000A1", ALICE, "first again");
        link.receives("3A0000000000000000A2", ALICE, "second");
        link.receives("3A0000000000000000A3", Jid.pn("15550100003"), "other");

        JsonNode chats = harness.get("/api/v1/sessions/m-in/chats").json().get("items");
        assertThat(chats).hasSize(2);
        Answer chat = harness.get("/api/v1/sessions/m-in/chats/+15550100002");
        assertThat(chat.json().get("unread").asInt()).isEqualTo(2);
        assertThat(chat.text("/name")).isEqualTo("Somebody");
        assertThat(chat.text("/lastMessage/text")).isEqualTo("second");
        Answer page = harness.get("/api/v1/sessions/m-in/messages?chat=15550100002&limit=1");
        assertThat(page.text("/items/0/text")).isEqualTo("second");
        Answer older =
                harness.get("/api/v1/sessions/m-in/messages?chat=15550100002&limit=1&cursor=" + page.text("/next"));
        assertThat(older.text("/items/0/text")).isEqualTo("first");
        assertThat(older.json().get("next").isNull()).isTrue();
        assertThat(harness.get("/api/v1/sessions/m-in/chats/15550100002/messages")
                        .json()
                        .get("items"))
                .hasSize(2);
        assertThat(harness.get("/api/v1/sessions/m-in/messages").json().get("items"))
                .hasSize(3);
        assertThat(harness.get("/api/v1/sessions/m-in/chats?limit=1")
                        .json()
                        .get("next")
                        .isNull())
                .isFalse();
        assertThat(harness.get("/api/v1/sessions/m-in/chats/15550100099").text("/code"))
                .isEqualTo("chat_not_found");
        assertThat(harness.get("/api/v1/sessions/m-in/messages?chat=%20").status())
                .isEqualTo(400);
        assertThat(harness.get("/api/v1/sessions/m-in/messages/3A00").text("/code"))
                .isEqualTo("message_not_found");
    }

    @Test
    void readTellsTheAuthorsOnce() {
        FakeLink link = harness.linked("m-read");
        link.receives("3A0000000000000000B1", ALICE, "one");
        link.receives("3A0000000000000000B2", ALICE, "two");

        assertThat(harness.post("/api/v1/sessions/m-read/chats/15550100002/read", "")
                        .status())
                .isEqualTo(204);
        assertThat(harness.post("/api/v1/sessions/m-read/chats/15550100002/read", "")
                        .status())
                .isEqualTo(204);
        assertThat(link.readMarks).extracting("id").containsExactly("3A0000000000000000B2", "3A0000000000000000B1");
        assertThat(harness.get("/api/v1/sessions/m-read/chats/15550100002")
                        .json()
                        .get("unread")
                        .asInt())
                .isZero();
        assertThat(harness.post("/api/v1/sessions/m-read/chats/15550100098/read", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void joinsChatsOfOnePersonWhenBothAddressesAreKnown() {
        FakeLink link = harness.linked("m-lid");
        Jid lid = Jid.lid("7700110022");
        link.receives("3A0000000000000000C1", lid, "from the hidden id");
        link.receives("3A0000000000000000C2", ALICE, "from the number");
        assertThat(harness.get("/api/v1/sessions/m-lid/chats").json().get("items"))
                .hasSize(2);

        link.happens(new ProviderEvent.AddressLearnt(ALICE, lid));

        JsonNode chats = harness.get("/api/v1/sessions/m-lid/chats").json().get("items");
        assertThat(chats).hasSize(1);
        assertThat(chats.get(0).at("/chat/phone").asString()).isEqualTo("15550100002");
        assertThat(chats.get(0).at("/chat/lid").asString()).isEqualTo("7700110022@lid");
        assertThat(chats.get(0).get("unread").asInt()).isEqualTo(2);
        assertThat(harness.get("/api/v1/sessions/m-lid/messages?chat=7700110022@lid")
                        .json()
                        .get("items"))
                .hasSize(2);
        link.receives("3A0000000000000000C3", lid, "again");
        assertThat(harness.get("/api/v1/sessions/m-lid/chats").json().get("items"))
                .hasSize(1);
        assertThat(send("m-lid", "{\"to\":\"7700110022@lid\",\"text\":\"x\"}").text("/message/chat/phone"))
                .isEqualTo("15550100002");
    }

    @Test
    void repliesEditsRevokesAndReacts() {
        FakeLink link = harness.linked("m-change");
        link.receives("3A0000000000000000D1", ALICE, "question");
        String path = "/api/v1/sessions/m-change/messages";
        String id = harness.post(
                        path + "?wait=sent",
                        "{\"to\":\"15550100002\",\"text\":\"answer\",\"replyTo\":\"3A0000000000000000D1\"}")
                .text("/id");
        assertThat(harness.get(path + "/" + id).text("/replyTo")).isEqualTo("3A0000000000000000D1");
        assertThat(send("m-change", "{\"to\":\"15550100002\",\"text\":\"x\",\"replyTo\":\"nope\"}")
                        .text("/code"))
                .isEqualTo("message_not_found");

        Answer edit = harness.call("PATCH", path + "/" + id)
                .body("{\"text\":\"better\"}")
                .send();
        assertThat(edit.status()).isEqualTo(202);
        assertThat(edit.text("/id")).isNotEqualTo(id);
        Harness.eventually(
                "edited", () -> harness.get(path + "/" + id).text("/text").equals("better"));
        harness.call("PUT", path + "/3A0000000000000000D1/reaction")
                .body("{\"emoji\":\"👍\"}")
                .send();
        Harness.eventually(
                "reacted",
                () -> harness.get(path + "/3A0000000000000000D1")
                        .text("/reactions/0/emoji")
                        .equals("👍"));
        harness.call("DELETE", path + "/3A0000000000000000D1/reaction").send();
        Harness.eventually(
                "unreacted",
                () -> harness.get(path + "/3A0000000000000000D1").json().get("reactions") == null);
        harness.call("DELETE", path + "/" + id).send();
        Harness.eventually(
                "revoked",
                () -> !harness.get(path + "/" + id).text("/revokedAt").isEmpty());
        assertThat(harness.get(path + "/" + id).json().get("text")).isNull();
        assertThat(harness.call("DELETE", path + "/3A0000000000000000D1").send().text("/code"))
                .isEqualTo("message_not_yours");
        assertThat(harness.call("PATCH", path + "/" + id)
                        .body("{\"text\":\"late\"}")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("PATCH", path + "/nope")
                        .body("{\"text\":\"x\"}")
                        .send()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesInEditsRevocationsAndReactionsOfOthers() {
        FakeLink link = harness.linked("m-theirs");
        link.receives("3A0000000000000000E1", ALICE, "old");
        Party alice = Party.of(ALICE);
        Instant now = Instant.EPOCH;
        link.happens(new ProviderEvent.Edited(alice, "3A0000000000000000E1", alice, false, Optional.of("new"), now));
        link.happens(new ProviderEvent.Reacted(alice, target("3A0000000000000000E1", false), alice, false, "🎉", now));
        Answer message = harness.get("/api/v1/sessions/m-theirs/messages/3A0000000000000000E1");
        assertThat(message.text("/text")).isEqualTo("new");
        assertThat(message.text("/reactions/0/sender/phone")).isEqualTo("15550100002");
        link.happens(new ProviderEvent.Revoked(alice, "3A0000000000000000E1", alice, false, now));
        assertThat(harness.get("/api/v1/sessions/m-theirs/messages/3A0000000000000000E1")
                        .json()
                        .get("text"))
                .isNull();
        List<String> names = new ArrayList<>();
        harness.get("/api/v1/events?session=m-theirs&limit=500")
                .json()
                .get("items")
                .forEach(event -> names.add(event.get("event").asString()));
        assertThat(names)
                .containsSubsequence("message.received", "message.edited", "message.reaction", "message.revoked");
    }

    private static Target target(String id, boolean fromMe) {
        return new Target(id, fromMe, Optional.empty(), Optional.empty());
    }

    @Test
    void nobodyChangesMessagesOfOthersOrOfOtherChats() {
        FakeLink link = harness.linked("m-forged");
        String path = "/api/v1/sessions/m-forged/messages/";
        String mine =
                send("m-forged", "{\"to\":\"15550100002\",\"text\":\"mine\"}").text("/id");
        String hers = "3A0000000000000000E2";
        link.receives(hers, ALICE, "hers");
        Party alice = Party.of(ALICE);
        Party mallory = Party.of(Jid.pn("15550100666"));
        Instant now = Instant.EPOCH;
        for (String id : List.of(mine, hers)) {
            for (Party chat : List.of(alice, mallory)) {
                link.happens(
                        new ProviderEvent.Edited(chat, id, mallory, false, Optional.of("forged"), now),
                        new ProviderEvent.Revoked(chat, id, mallory, false, now));
            }
            link.happens(
                    new ProviderEvent.Reacted(mallory, target(id, id.equals(mine)), mallory, false, "👎", now),
                    new ProviderEvent.Edited(mallory, id, alice, false, Optional.of("forged"), now));
        }
        link.happens(
                new ProviderEvent.Revoked(alice, mine, alice, false, now),
                new ProviderEvent.Revoked(alice, hers, alice, true, now));

        for (String id : List.of(mine, hers)) {
            Answer message = harness.get(path + id);
            assertThat(message.text("/text")).isEqualTo(id.equals(mine) ? "mine" : "hers");
            assertThat(message.text("/revokedAt")).isEmpty();
            assertThat(message.text("/reactions/0/emoji")).isEmpty();
        }
    }

    @Test
    void authorsChangeTheirMessagesByAnyOfTheirAddresses() {
        FakeLink link = harness.linked("m-alias");
        String path = "/api/v1/sessions/m-alias/messages/";
        Jid hidden = Jid.lid("770022");
        Jid group = Jid.group("120363000000000001");
        Party alice = Party.of(hidden);
        Instant now = Instant.EPOCH;
        link.receives("3A0000000000000000E3", hidden, "old");
        link.happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                "3A0000000000000000E4",
                Party.of(group),
                alice,
                false,
                now,
                Optional.empty(),
                "text",
                Optional.of("old"),
                Optional.empty(),
                Optional.empty())));
        link.happens(
                new ProviderEvent.AddressLearnt(ALICE, hidden),
                new ProviderEvent.Edited(
                        alice, "3A0000000000000000E3", Party.of(ALICE), false, Optional.of("new"), now),
                new ProviderEvent.Edited(
                        Party.of(group), "3A0000000000000000E4", Party.of(ALICE), false, Optional.of("new"), now),
                new ProviderEvent.Reacted(
                        Party.of(ALICE), target("3A0000000000000000E3", false), alice, true, "🎉", now));

        assertThat(harness.get(path + "3A0000000000000000E3").text("/text")).isEqualTo("new");
        assertThat(harness.get(path + "3A0000000000000000E4").text("/text")).isEqualTo("new");
        assertThat(harness.get(path + "3A0000000000000000E3").text("/reactions/0/fromMe"))
                .isEqualTo("true");
    }

    @Test
    void unreadableMessageIsMendedByItsResend() {
        FakeLink link = harness.linked("m-mend");
        Party alice = Party.of(ALICE);
        ProviderEvent.Incoming broken = new ProviderEvent.Incoming(
                "3A0000000000000000F1",
                alice,
                alice,
                false,
                Instant.EPOCH,
                Optional.empty(),
                "placeholder",
                Optional.empty(),
                Optional.empty(),
                Optional.of("no-session"));
        link.happens(new ProviderEvent.MessageArrived(broken));
        String path = "/api/v1/sessions/m-mend/messages/3A0000000000000000F1";
        assertThat(harness.get(path).text("/type")).isEqualTo("unavailable");
        link.receives("3A0000000000000000F1", ALICE, "readable");
        assertThat(harness.get(path).text("/text")).isEqualTo("readable");
        assertThat(harness.get("/api/v1/sessions/m-mend/messages").json().get("items"))
                .hasSize(1);
    }

    @Test
    void takesInHistoryWithoutMakingItNews() {
        FakeLink link = harness.linked("m-history");
        Party alice = Party.of(ALICE);
        ProviderEvent.Incoming old = new ProviderEvent.Incoming(
                "3A000000000000000001",
                alice,
                alice,
                true,
                Instant.EPOCH,
                Optional.empty(),
                "text",
                Optional.of("long ago"),
                Optional.empty(),
                Optional.empty());
        link.happens(new ProviderEvent.HistoryArrived(
                "recent",
                Optional.of(100),
                List.of(new ProviderEvent.Conversation(
                        alice,
                        Optional.of("Alice"),
                        3,
                        List.of(new ProviderEvent.HistoryMessage(old, Optional.of(Delivery.READ)))))));
        Answer chat = harness.get("/api/v1/sessions/m-history/chats/15550100002");
        assertThat(chat.text("/name")).isEqualTo("Alice");
        assertThat(chat.json().get("unread").asInt()).isEqualTo(3);
        assertThat(chat.text("/lastMessage/status")).isEqualTo("read");
        assertThat(harness.get("/api/v1/events?session=m-history&event=message.received")
                        .json()
                        .get("items"))
                .isEmpty();
        assertThat(harness.get("/api/v1/events?session=m-history&event=history.received")
                        .text("/items/0/data/messages"))
                .isEqualTo("1");
    }

    @Test
    void handsOverAgainWhenTheConnectionIsBack() {
        FakeLink link = harness.linked("m-lost");
        harness.network.mode = FakeNetwork.Mode.UNREACHABLE;
        String id = send("m-lost", "{\"to\":\"15550100002\",\"text\":\"x\"}").text("/id");
        link.enters(dev.switchboard.gateway.provider.LinkState.RECONNECTING, "network-lost");
        assertThat(send("m-lost", "{\"to\":\"15550100002\",\"text\":\"while away\"}")
                        .status())
                .isEqualTo(202);
        harness.network.mode = FakeNetwork.Mode.ACKNOWLEDGE;
        link.enters(dev.switchboard.gateway.provider.LinkState.CONNECTED, "logged-in");
        Harness.eventually("sent", () -> status("m-lost", id).equals("sent"));
    }
}
