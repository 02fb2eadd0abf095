// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.wire.jid.Jid;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Contacts, groups, channels, chats, labels, calls and the account, against a network that answers as told.
@ExtendWith(SharedGateway.class)
class ConversationsIT {
    private static final Jid ALICE = Jid.pn("15550100002");
    private static final Jid HIDDEN = Jid.lid("770002");
    private static final Party ALICE_CHAT = Party.of(ALICE);
    private static final Jid GROUP = Jid.group("120363000000000009");
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);

    private final Harness harness;

    ConversationsIT(Harness harness) {
        this.harness = harness;
    }

    private static String path(String session, String rest) {
        return "/api/v1/sessions/" + session + rest;
    }

    private Answer call(String method, String path, String body) {
        return harness.call(method, path).body(body).send();
    }

    private List<JsonNode> events(String session, String name) {
        List<JsonNode> found = new ArrayList<>();
        harness.get("/api/v1/events?session=" + session + "&event=" + name + "&limit=500")
                .json()
                .get("items")
                .forEach(found::add);
        return found;
    }

    @Test
    void onePersonIsOneContactUnderAllNames() {
        FakeLink link = harness.linked("cv-one");
        link.happens(
                new ProviderEvent.Named(Party.of(HIDDEN), false, "Ally"),
                new ProviderEvent.ContactSaved(
                        Party.of(HIDDEN), Optional.empty(), Optional.empty(), Optional.of("alice.example")),
                new ProviderEvent.ContactSaved(
                        ALICE_CHAT, Optional.of("Alice Example"), Optional.of("Alice"), Optional.empty()));
        assertThat(harness.get(path("cv-one", "/contacts")).json().get("items")).hasSize(2);
        link.happens(new ProviderEvent.AddressLearnt(ALICE, HIDDEN));
        JsonNode contacts = harness.get(path("cv-one", "/contacts")).json().get("items");
        assertThat(contacts).hasSize(1);
        for (String name :
                List.of("15550100002", "770002@lid", "@alice.example", "+1 555 010 0002".replace(" ", "%20"))) {
            Answer contact = harness.get(path("cv-one", "/contacts/" + name));
            assertThat(contact.text("/address/phone")).as(name).isEqualTo("15550100002");
            assertThat(contact.text("/address/lid")).isEqualTo("770002@lid");
            assertThat(contact.text("/name")).isEqualTo("Alice Example");
            assertThat(contact.text("/pushName")).isEqualTo("Ally");
        }
        assertThat(events("cv-one", "contact.merged")).hasSize(1);
    }

    @Test
    void asksTheNetworkAboutANumberOnce() {
        harness.linked("cv-check");
        harness.network.parts.answer("ProviderPeople.check", arguments -> {
            @SuppressWarnings("unchecked")
            List<String> numbers = (List<String>) arguments.getFirst();
            return new dev.switchboard.gateway.provider.Answer.Given<>(numbers.stream()
                    .map(number -> new ProviderPeople.Check(
                            number,
                            number.endsWith("2"),
                            number.endsWith("2") ? Optional.of(Party.of(Jid.pn(number))) : Optional.empty(),
                            false))
                    .toList());
        });
        String body = "{\"numbers\":[\"+1 555 010 0002\",\"15550100003\"]}";
        JsonNode first = harness.post(path("cv-check", "/contacts/check"), body).json();
        assertThat(first.get(0).get("registered").asBoolean()).isTrue();
        assertThat(first.get(0).at("/address/jid").asString()).isEqualTo("15550100002@s.whatsapp.net");
        assertThat(first.get(1).get("registered").asBoolean()).isFalse();
        JsonNode again = harness.post(path("cv-check", "/contacts/check"), body).json();
        assertThat(again.get(0).get("cached").asBoolean()).isTrue();
        assertThat(again.get(1).get("cached").asBoolean()).isTrue();
        assertThat(harness.network.parts.asked.stream()
                        .filter(asked -> asked.name().equals("ProviderPeople.check"))
                        .filter(asked -> asked.arguments().toString().contains("15550100003"))
                        .count())
                .isEqualTo(1);
        assertThat(harness.post(path("cv-check", "/contacts/check"), "{\"numbers\":[]}")
                        .status())
                .isEqualTo(400);
        for (int i = 0; i < 10; i++) {
            StringBuilder numbers = new StringBuilder();
            for (int n = 0; n < 50; n++) {
                numbers.append(n == 0 ? "" : ",").append("\"1555020%04d\"".formatted(i * 50 + n));
            }
            Answer answer = harness.post(path("cv-check", "/contacts/check"), "{\"numbers\":[" + numbers + "]}");
            assertThat(answer.status()).isEqualTo(i < 9 ? 200 : 429);
        }
    }

    @Test
    void asksForPicturesAboutTextsAndPagesOfPeople() {
        harness.linked("cv-people");
        harness.network.parts.give(
                "ProviderPeople.picture",
                Optional.of(new ProviderPeople.Picture("7", URI.create("https://pps.example/7"))));
        harness.network.parts.give(
                "ProviderPeople.about", Optional.of(new ProviderPeople.About("Busy", Optional.of(NOW))));
        harness.network.parts.give("ProviderPeople.business", Optional.empty());
        String person = path("cv-people", "/contacts/15550100002");
        assertThat(harness.get(person + "/picture").text("/url")).isEqualTo("https://pps.example/7");
        assertThat(harness.get(person + "/about").text("/text")).isEqualTo("Busy");
        assertThat(harness.get(person + "/business").status()).isEqualTo(404);
        assertThat(harness.post(person + "/presence", "").status()).isEqualTo(202);
        assertThat(harness.network.parts.last("ProviderPeople.watch")).containsExactly(ALICE);
        harness.network.link("cv-people").happens(new ProviderEvent.Presence(ALICE_CHAT, false, Optional.of(NOW)));
        assertThat(harness.get(person).text("/lastSeen")).isEqualTo(NOW.toString());
        assertThat(events("cv-people", "presence.updated")).hasSize(1);
        assertThat(call("PUT", person, "{\"fullName\":\"Alice\"}").text("/fullName"))
                .isEqualTo("Alice");
        assertThat(harness.call("DELETE", person).send().status()).isEqualTo(204);
        assertThat(harness.get(person).json().get("fullName")).isNull();
    }

    @Test
    void blocksAndTellsWhoIsBlocked() {
        harness.linked("cv-block");
        assertThat(harness.call("PUT", path("cv-block", "/blocklist/15550100002"))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.get(path("cv-block", "/contacts/15550100002"))
                        .json()
                        .get("blocked")
                        .asBoolean())
                .isTrue();
        harness.network.parts.give("ProviderPeople.blocked", List.of(Party.of(Jid.pn("15550100003"))));
        assertThat(harness.get(path("cv-block", "/blocklist"))
                        .json()
                        .get(0)
                        .get("phone")
                        .asString())
                .isEqualTo("15550100003");
        assertThat(harness.get(path("cv-block", "/contacts/15550100002"))
                        .json()
                        .get("blocked")
                        .asBoolean())
                .isFalse();
        assertThat(events("cv-block", "contact.updated")).hasSizeGreaterThanOrEqualTo(3);
    }

    private static ProviderGroups.Group group(String subject) {
        return new ProviderGroups.Group(
                GROUP,
                subject,
                Optional.of("about us"),
                Optional.of(ALICE_CHAT),
                Optional.of(NOW),
                false,
                Optional.empty(),
                false,
                List.of(ProviderGroups.Setting.ANNOUNCE),
                Optional.empty(),
                1,
                List.of(new ProviderGroups.Participant(ALICE_CHAT, ProviderGroups.Rank.ADMIN, Optional.empty())));
    }

    @Test
    void managesGroups() {
        harness.linked("cv-group");
        harness.network.parts.give("ProviderGroups.all", List.of(group("Friends")));
        harness.network.parts.give("ProviderGroups.get", group("Friends"));
        harness.network.parts.give(
                "ProviderGroups.create",
                new ProviderGroups.Creation(
                        group("Friends"),
                        List.of(new ProviderGroups.Outcome(
                                Party.of(Jid.pn("15550100003")), 403, Optional.of("Code")))));
        harness.network.parts.give(
                "ProviderGroups.change", List.of(new ProviderGroups.Outcome(ALICE_CHAT, 200, Optional.empty())));
        harness.network.parts.give("ProviderGroups.inviteCode", "AbCdEf");
        harness.network.parts.give("ProviderGroups.join", GROUP);
        harness.network.parts.give(
                "ProviderGroups.requests",
                List.of(new ProviderGroups.Request(ALICE_CHAT, Optional.of(NOW), Optional.of("invite_link"))));
        String groups = path("cv-group", "/groups");
        Answer made = harness.post(
                groups,
                "{\"subject\":\"Friends\",\"participants\":[\"15550100002\",\"15550100003\"],\"settings\":{\"locked\":true}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/notAdded/0/invite")).isEqualTo("Code");
        ProviderGroups.NewGroup wish = (ProviderGroups.NewGroup)
                harness.network.parts.last("ProviderGroups.create").getFirst();
        assertThat(wish.people()).containsExactly(ALICE, Jid.pn("15550100003"));
        assertThat(wish.settings()).containsExactly(ProviderGroups.Setting.LOCKED, ProviderGroups.Setting.MEMBERS_ADD);
        String one = groups + "/" + GROUP;
        assertThat(harness.get(groups).json().get(0).at("/settings/announce").asBoolean())
                .isTrue();
        assertThat(harness.get(one).text("/participants/0/rank")).isEqualTo("admin");
        assertThat(call("PATCH", one, "{\"subject\":\"Best friends\",\"settings\":{\"announce\":false}}")
                        .status())
                .isEqualTo(200);
        assertThat(harness.network.parts.last("ProviderGroups.subject")).containsExactly(GROUP, "Best friends");
        assertThat(harness.network.parts.last("ProviderGroups.set"))
                .containsExactly(GROUP, ProviderGroups.Setting.ANNOUNCE, false);
        assertThat(harness.post(one + "/participants/promote", "{\"participants\":[\"15550100002\"]}")
                        .json()
                        .get(0)
                        .get("done")
                        .asBoolean())
                .isTrue();
        assertThat(harness.post(one + "/participants/tickle", "{\"participants\":[\"15550100002\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(harness.get(one + "/invite").text("/url")).isEqualTo("https://chat.whatsapp.com/AbCdEf");
        assertThat(harness.post(groups + "/join", "{\"invite\":\"https://chat.whatsapp.com/AbCdEf\"}")
                        .text("/id"))
                .isEqualTo(GROUP.toString());
        assertThat(harness.get(one + "/requests").json().get(0).get("way").asString())
                .isEqualTo("invite_link");
        assertThat(call(
                                "PUT",
                                one + "/picture",
                                "{\"base64\":\""
                                        + java.util.Base64.getEncoder().encodeToString(MediaIT.picture(30, 20, "png"))
                                        + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(harness.call("DELETE", one).send().status()).isEqualTo(204);
        assertThat(harness.get(groups + "/15550100002@s.whatsapp.net").status()).isEqualTo(400);
    }

    @Test
    void tellsWhatTheNetworkRefusesAndWhy() {
        harness.linked("cv-no");
        for (int[] pair : new int[][] {{403, 403}, {404, 404}, {409, 409}, {429, 429}, {406, 422}, {500, 502}}) {
            harness.network.parts.answer(
                    "ProviderGroups.get",
                    _ -> new dev.switchboard.gateway.provider.Answer.Refused<>(pair[0], "because"));
            Answer refused = harness.get(path("cv-no", "/groups/" + GROUP));
            assertThat(refused.status()).isEqualTo(pair[1]);
            assertThat(refused.text("/detail")).contains("because");
            assertThat(refused.text("/advice")).isNotEmpty();
        }
        harness.network.parts.answer(
                "ProviderGroups.get", _ -> new dev.switchboard.gateway.provider.Answer.TimedOut<>());
        assertThat(harness.get(path("cv-no", "/groups/" + GROUP)).status()).isEqualTo(504);
        harness.post(path("cv-no", "/disconnect"), "");
        assertThat(harness.get(path("cv-no", "/groups/" + GROUP)).text("/code")).isEqualTo("not_connected");
        String stranger = harness.otherTenant("conversation-stranger");
        for (String rest : List.of(
                "/groups",
                "/contacts",
                "/channels",
                "/labels",
                "/account",
                "/search?q=x",
                "/blocklist",
                "/calls/rule",
                "/passkey",
                "/status-posts",
                "/media")) {
            assertThat(harness.call("GET", path("cv-no", rest))
                            .key(stranger)
                            .send()
                            .text("/code"))
                    .as(rest)
                    .isEqualTo("session_not_found");
        }
    }

    @Test
    void tellsOfGroupsThatChange() {
        FakeLink link = harness.linked("cv-gnews");
        link.receives("3A00000000000000CV01", ALICE, "x");
        link.happens(
                new ProviderEvent.GroupChanged(
                        GROUP, Optional.of(ALICE_CHAT), "participants_added", List.of(ALICE_CHAT), Map.of(), NOW),
                new ProviderEvent.ChatChanged(Party.of(GROUP), new ChatTrait.Titled("New name"), NOW));
        JsonNode event = events("cv-gnews", "group.updated").getFirst();
        assertThat(event.at("/data/change").asString()).isEqualTo("participants_added");
        assertThat(event.at("/data/participants/0/phone").asString()).isEqualTo("15550100002");
        assertThat(harness.get(path("cv-gnews", "/chats/" + GROUP)).text("/name"))
                .isEqualTo("New name");
    }

    @Test
    void followsAndRunsChannels() {
        harness.linked("cv-chan");
        Jid news = Jid.parse("120363000000000077@newsletter");
        ProviderChannels.Channel channel = new ProviderChannels.Channel(
                news,
                "News",
                Optional.empty(),
                Optional.of("Code"),
                12,
                Optional.of("owner"),
                false,
                true,
                Optional.of(NOW));
        for (String method : List.of("create", "get", "byInvite", "update")) {
            harness.network.parts.give("ProviderChannels." + method, channel);
        }
        harness.network.parts.give("ProviderChannels.all", List.of(channel));
        harness.network.parts.give(
                "ProviderChannels.posts",
                List.of(new ProviderChannels.Post(
                        5, Optional.empty(), NOW, "text", Optional.of("hello"), 3, Map.of("👍", 2L))));
        String channels = path("cv-chan", "/channels");
        assertThat(harness.post(channels, "{\"name\":\"News\"}").text("/id")).isEqualTo(news.toString());
        assertThat(harness.get(channels).json().get(0).get("followers").asInt()).isEqualTo(12);
        assertThat(harness.post(channels + "/follow", "{\"channel\":\"https://whatsapp.com/channel/Code\"}")
                        .status())
                .isEqualTo(200);
        assertThat(harness.network.parts.last("ProviderChannels.byInvite")).containsExactly("Code");
        assertThat(harness.get(channels + "/" + news + "/posts")
                        .json()
                        .get(0)
                        .get("text")
                        .asString())
                .isEqualTo("hello");
        assertThat(call("PUT", channels + "/" + news + "/posts/5/reaction", "{\"emoji\":\"👍\"}")
                        .status())
                .isEqualTo(204);
        assertThat(harness.post(path("cv-chan", "/messages"), "{\"to\":\"" + news + "\",\"text\":\"post\"}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void decidesAboutChatsHereAndElsewhere() {
        FakeLink link = harness.linked("cv-chat");
        link.receives("3A00000000000000CV02", ALICE, "first");
        link.receives("3A00000000000000CV03", ALICE, "second");
        String chat = path("cv-chat", "/chats/15550100002");
        Answer changed = call(
                "PATCH",
                chat,
                "{\"archived\":true,\"pinned\":true,\"muted\":true,\"markedUnread\":true,\"lifetimeSeconds\":86400}");
        assertThat(changed.json().get("archived").asBoolean()).isTrue();
        assertThat(changed.text("/mutedUntil")).startsWith("9999");
        assertThat(changed.text("/pinnedAt")).isNotEmpty();
        assertThat(changed.json().get("lifetimeSeconds").asInt()).isEqualTo(86_400);
        assertThat(harness.network.parts.last("ProviderChats.archive").toString())
                .contains("3A00000000000000CV03");
        assertThat(harness.get(path("cv-chat", "/chats?archived=false")).json().get("items"))
                .isEmpty();
        link.happens(
                new ProviderEvent.ChatChanged(ALICE_CHAT, new ChatTrait.Archived(false), NOW),
                new ProviderEvent.ChatChanged(ALICE_CHAT, new ChatTrait.Muted(Optional.empty()), NOW),
                new ProviderEvent.ChatChanged(ALICE_CHAT, new ChatTrait.Pinned(false), NOW));
        Answer now = harness.get(chat);
        assertThat(now.json().get("archived").asBoolean()).isFalse();
        assertThat(now.json().get("mutedUntil")).isNull();
        assertThat(events("cv-chat", "chat.updated")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(harness.post(chat + "/activity", "{\"activity\":\"typing\"}").status())
                .isEqualTo(204);
        assertThat(harness.network.parts.last("ProviderPeople.show"))
                .containsExactly(ALICE, ProviderPeople.Activity.TYPING);
        assertThat(harness.post(chat + "/activity", "{\"activity\":\"dancing\"}")
                        .status())
                .isEqualTo(400);
        assertThat(harness.post(chat + "/older", "").status()).isEqualTo(202);
        assertThat(harness.network.parts.last("ProviderChats.requestOlder").toString())
                .contains("3A00000000000000CV02");
        assertThat(harness.call("DELETE", chat + "/messages/3A00000000000000CV02")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.get(chat + "/messages").json().get("items")).hasSize(1);
        assertThat(harness.call("DELETE", chat).send().status()).isEqualTo(204);
        assertThat(harness.get(chat).status()).isEqualTo(404);
        assertThat(harness.call("DELETE", chat).send().status()).isEqualTo(404);
    }

    @Test
    void labelsChats() {
        FakeLink link = harness.linked("cv-label");
        link.receives("3A00000000000000CV04", ALICE, "x");
        String labels = path("cv-label", "/labels");
        String id = harness.post(labels, "{\"name\":\"Paid\",\"color\":3}").text("/id");
        assertThat(harness.call("PUT", labels + "/" + id + "/chats/15550100002")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.get(path("cv-label", "/chats/15550100002")).text("/labels/0"))
                .isEqualTo(id);
        assertThat(harness.get(labels + "/" + id + "/chats")
                        .json()
                        .get(0)
                        .get("phone")
                        .asString())
                .isEqualTo("15550100002");
        assertThat(call("PUT", labels + "/" + id, "{\"name\":\"Done\"}").text("/name"))
                .isEqualTo("Done");
        assertThat(harness.call("DELETE", labels + "/" + id + "/chats/15550100002")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.call("DELETE", labels + "/" + id).send().status()).isEqualTo(204);
        assertThat(harness.call("DELETE", labels + "/" + id).send().status()).isEqualTo(404);
        assertThat(events("cv-label", "label.linked")).hasSize(2);
    }

    @Test
    void turnsCallsDownAndWritesToTheCaller() {
        FakeLink link = harness.linked("cv-call");
        call("PUT", path("cv-call", "/calls/rule"), "{\"reject\":true,\"message\":\"Please write.\"}");
        link.happens(new ProviderEvent.CallOffered("C1", ALICE_CHAT, Optional.empty(), false, false, NOW));
        Harness.eventually(
                "written",
                () -> harness.network.sent.stream()
                        .anyMatch(dispatch -> dispatch.content().words().equals(Optional.of("Please write."))));
        assertThat(harness.network.parts.last("ProviderAccount.rejectCall")).containsExactly("C1", ALICE);
        link.happens(new ProviderEvent.CallEnded("C1", ALICE_CHAT, "ended", Optional.of("timeout"), NOW));
        assertThat(events("cv-call", "call.offered")
                        .getFirst()
                        .at("/data/caller/phone")
                        .asString())
                .isEqualTo("15550100002");
        assertThat(events("cv-call", "call.ended")).hasSize(1);
        assertThat(harness.post(path("cv-call", "/calls/C2/reject"), "{\"caller\":\"15550100003\"}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void changesTheAccount() {
        harness.linked("cv-acc");
        String account = path("cv-acc", "/account");
        assertThat(harness.get(account).text("/phone")).isNotEmpty();
        assertThat(call("PATCH", account, "{\"name\":\"The shop\",\"about\":\"Open\"}")
                        .status())
                .isEqualTo(204);
        assertThat(harness.network.parts.last("ProviderAccount.name")).containsExactly("The shop");
        harness.network.parts.give("ProviderAccount.privacy", Map.of("last", "contacts"));
        assertThat(call("PATCH", account + "/privacy", "{\"last\":\"contacts\"}")
                        .text("/last"))
                .isEqualTo("contacts");
        assertThat(call("PUT", account + "/presence", "{\"online\":true}").status())
                .isEqualTo(204);
        assertThat(call("PUT", account + "/picture", "{\"base64\":\"AAAA\"}").status())
                .isEqualTo(422);
        assertThat(harness.call("DELETE", account + "/picture").send().status()).isEqualTo(204);
    }

    @Test
    void linksByPasskey() {
        harness.post("/api/v1/sessions", "{\"id\":\"cv-pass\"}");
        FakeLink link = harness.network.link("cv-pass");
        assertThat(harness.get(path("cv-pass", "/passkey")).status()).isEqualTo(409);
        Instant later = Instant.now().plusSeconds(60);
        link.happens(new ProviderEvent.PasskeyAsked("{\"challenge\":\"AAAA\",\"rpId\":\"whatsapp.com\"}", later));
        Answer step = harness.get(path("cv-pass", "/passkey"));
        assertThat(step.text("/step")).isEqualTo("challenge");
        assertThat(step.text("/publicKey/challenge")).isEqualTo("AAAA");
        assertThat(harness.post(path("cv-pass", "/passkey"), "{\"id\":\"AQID\",\"response\":{}}")
                        .status())
                .isEqualTo(204);
        assertThat(harness.post(path("cv-pass", "/passkey"), "{\"id\":1}").status())
                .isEqualTo(400);
        link.happens(new ProviderEvent.PasskeyCode("ABCD-EFGH", true, later));
        assertThat(harness.get(path("cv-pass", "/passkey")).text("/code")).isEqualTo("ABCD-EFGH");
        assertThat(harness.post(path("cv-pass", "/passkey/confirm"), "").status())
                .isEqualTo(204);
        link.scanned();
        assertThat(harness.get(path("cv-pass", "/passkey")).status()).isEqualTo(409);
        assertThat(events("cv-pass", "session.passkey")).hasSize(2);
    }

    @Test
    void tellsThatTheNetworkHoldsBackNewChats() {
        FakeLink link = harness.linked("cv-cold");
        link.happens(new ProviderEvent.ColdChatsRestricted(true, Optional.of(NOW)));
        assertThat(harness.get(path("cv-cold", "")).text("/restriction/lane")).isEqualTo("cold");
        JsonNode data = events("cv-cold", "session.restricted").getFirst().get("data");
        assertThat(data.get("lane").asString()).isEqualTo("cold");
        assertThat(data.get("until").asString()).isEqualTo(NOW.toString());
        link.happens(new ProviderEvent.ColdChatsRestricted(false, Optional.empty()));
        assertThat(harness.get(path("cv-cold", "")).json().get("restriction")).isNull();
    }
}
