// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.Body;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class ContentIT {
    /// A PNG of one pixel.
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final Jid ALICE = Jid.pn("15550100002");
    private static final Party ALICE_CHAT = Party.of(ALICE);
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);

    private final Harness harness;

    ContentIT(Harness harness) {
        this.harness = harness;
    }

    private Answer send(String session, String body) {
        return harness.post("/api/v1/sessions/" + session + "/messages?wait=sent", body);
    }

    private Dispatch dispatched(String id) {
        return harness.network.sent.stream()
                .filter(dispatch -> dispatch.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Content sent(String session, String body) {
        Answer answer = send(session, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        Harness.eventually(
                "sent",
                () -> harness.network.sent.stream()
                        .anyMatch(dispatch -> dispatch.id().equals(answer.text("/id"))));
        return dispatched(answer.text("/id")).content();
    }

    @Test
    void sendsEveryKindThatIsWritten() {
        harness.linked("ct-all");
        String to = "{\"to\":\"15550100002\",";
        assertThat(sent("ct-all", to + "\"location\":{\"latitude\":59.9,\"longitude\":10.7,\"name\":\"Opera\"}}"))
                .isEqualTo(new Content.Location(59.9, 10.7, Optional.of("Opera"), Optional.empty(), Optional.empty()));
        assertThat(sent("ct-all", to + "\"liveLocation\":{\"latitude\":1,\"longitude\":2,\"accuracy\":5}}"))
                .isEqualTo(new Content.LiveLocation(1, 2, Optional.of(5), Optional.empty(), 1));
        assertThat(sent("ct-all", to + "\"contacts\":[{\"name\":\"Bob\",\"phone\":\"+1 555 010 0003\"}]}"))
                .satisfies(content -> assertThat(
                                ((Content.Contacts) content).cards().getFirst().vcard())
                        .contains("waid=15550100003:+15550100003"));
        assertThat(sent("ct-all", to + "\"poll\":{\"question\":\"Lunch?\",\"options\":[\"Pizza\",\"Soup\"]}}"))
                .isEqualTo(new Content.Poll("Lunch?", List.of("Pizza", "Soup"), 1));
        assertThat(sent("ct-all", to + "\"event\":{\"name\":\"Party\",\"start\":\"2030-06-21T16:00:00Z\"}}"))
                .isEqualTo(new Content.Event(
                        "Party",
                        Optional.empty(),
                        Instant.parse("2030-06-21T16:00:00Z"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false));
        assertThat(sent(
                        "ct-all",
                        to + "\"buttons\":{\"text\":\"Fine?\",\"buttons\":[{\"id\":\"y\",\"text\":\"Yes\"}]}}"))
                .isEqualTo(new Content.Buttons("Fine?", Optional.empty(), List.of(new Content.Button("y", "Yes"))));
        assertThat(
                        sent(
                                "ct-all",
                                to
                                        + "\"buttons\":{\"text\":\"Fine?\",\"fallback\":true,\"buttons\":[{\"text\":\"Yes\"},{\"text\":\"No\"}]}}"))
                .isEqualTo(new Content.Text(
                        "Fine?\n\n1. Yes\n2. No",
                        Optional.empty(),
                        List.of(
                                new Content.Row("1", "Yes", Optional.empty()),
                                new Content.Row("2", "No", Optional.empty()))));
        assertThat(
                        sent(
                                "ct-all",
                                to
                                        + "\"list\":{\"text\":\"What?\",\"button\":\"Menu\",\"sections\":[{\"rows\":[{\"title\":\"Pizza\"}]}]}}"))
                .isInstanceOf(Content.Menu.class);
        assertThat(
                        sent(
                                "ct-all",
                                to
                                        + "\"groupInvite\":{\"group\":\"120363000000000001@g.us\",\"code\":\"AbCd\",\"name\":\"Friends\"}}"))
                .isInstanceOf(Content.GroupInvite.class);
        assertThat(sent(
                        "ct-all",
                        to + "\"text\":\"See https://example.com/\",\"linkPreview\":{\"title\":\"Example\"}}"))
                .isEqualTo(new Content.Text(
                        "See https://example.com/",
                        Optional.of(new Content.Preview(
                                "https://example.com/", Optional.of("Example"), Optional.empty(), Optional.empty()))));
    }

    @Test
    void keepsWhatGoesWithAMessage() {
        FakeLink link = harness.linked("ct-with");
        link.receives("3A00000000000000CT01", ALICE, "question");
        Answer answer = send(
                "ct-with",
                "{\"to\":\"120363000000000001@g.us\",\"text\":\"@15550100003 yes\",\"replyTo\":\"3A00000000000000CT01\","
                        + "\"mentions\":[\"15550100003\"],\"mentionAll\":true,\"lifetimeSeconds\":86400}");
        assertThat(answer.status()).isEqualTo(200);
        Dispatch.Context context = dispatched(answer.text("/id")).context();
        assertThat(context.mentions()).containsExactly(Jid.pn("15550100003"));
        assertThat(context.mentionAll()).isTrue();
        assertThat(context.lifetime()).contains(Duration.ofDays(1));
        assertThat(context.replyTo().orElseThrow().id()).isEqualTo("3A00000000000000CT01");
        assertThat(answer.text("/message/mentions/0/phone")).isEqualTo("15550100003");
        assertThat(answer.json().at("/message/lifetimeSeconds").asInt()).isEqualTo(86_400);
        assertThat(answer.text("/message/replyTo")).isEqualTo("3A00000000000000CT01");
    }

    @Test
    void refusesWhatCannotBeSentAndSaysWhatCould() {
        harness.linked("ct-bad");
        String to = "{\"to\":\"15550100002\",";
        for (String body : List.of(
                "{\"to\":\"15550100002\"}",
                to + "\"text\":\"x\",\"poll\":{\"question\":\"?\",\"options\":[\"a\",\"b\"]}}",
                to + "\"type\":\"image\",\"text\":\"x\"}",
                to + "\"poll\":{\"question\":\"?\",\"options\":[\"a\",\"a\"]}}",
                to + "\"poll\":{\"question\":\"?\",\"options\":[\"a\",\"b\"],\"selectable\":3}}",
                to + "\"location\":{\"latitude\":91,\"longitude\":0}}",
                to + "\"contacts\":[]}",
                to + "\"contacts\":[{\"name\":\"x\"}]}",
                to + "\"event\":{\"name\":\"x\"}}",
                to + "\"buttons\":{\"text\":\"x\",\"buttons\":[]}}",
                to + "\"list\":{\"text\":\"x\",\"sections\":[]}}",
                to + "\"image\":{}}",
                to + "\"image\":{\"url\":\"http://x/\",\"base64\":\"AA==\"}}",
                to + "\"lifetimeSeconds\":-1,\"text\":\"x\"}",
                "{\"pin\":{\"messageId\":\"\"}}")) {
            Answer refused = send("ct-bad", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/code")).as(body).isEqualTo("invalid_request");
            assertThat(refused.text("/accepted")).as(body).isNotEmpty();
        }
        assertThat(send("ct-bad", to + "\"mentions\":[\"x\"],\"text\":\"x\"}").text("/code"))
                .isEqualTo("invalid_recipient");
        assertThat(send("ct-bad", to + "\"forward\":{\"messageId\":\"nope\"}}").status())
                .isEqualTo(404);
    }

    @Test
    void countsVotesAndAnswers() {
        FakeLink link = harness.linked("ct-poll");
        String poll = send(
                        "ct-poll",
                        "{\"to\":\"15550100002\",\"poll\":{\"question\":\"Lunch?\",\"options\":[\"Pizza\",\"Soup\"]}}")
                .text("/id");
        Target target = new Target(poll, true, Optional.empty(), Optional.empty());
        link.happens(new ProviderEvent.Voted(ALICE_CHAT, target, ALICE_CHAT, false, List.of("Soup"), NOW));
        String path = "/api/v1/sessions/ct-poll/messages/" + poll;
        assertThat(harness.get(path).json().at("/content/poll/options/1/votes").asInt())
                .isEqualTo(1);
        assertThat(harness.get(path).text("/content/poll/options/1/voters/0/phone"))
                .isEqualTo("15550100002");
        link.happens(new ProviderEvent.Voted(ALICE_CHAT, target, ALICE_CHAT, false, List.of("Pizza"), NOW));
        assertThat(send("ct-poll", "{\"vote\":{\"messageId\":\"" + poll + "\",\"options\":[\"Pizza\"]}}")
                        .status())
                .isEqualTo(202);
        Harness.eventually(
                "voted",
                () -> harness.get(path)
                                .json()
                                .at("/content/poll/options/0/votes")
                                .asInt()
                        == 2);
        assertThat(harness.get(path).json().at("/content/poll/options/0/mine").asBoolean())
                .isTrue();
        assertThat(harness.get(path).json().at("/content/poll/options/1/votes").asInt())
                .isZero();
        link.happens(new ProviderEvent.Voted(ALICE_CHAT, target, ALICE_CHAT, false, List.of(), NOW));
        assertThat(harness.get(path).json().at("/content/poll/options/0/votes").asInt())
                .isEqualTo(1);
        for (String options : List.of("[\"Cake\"]", "[\"Pizza\",\"Soup\"]")) {
            assertThat(send("ct-poll", "{\"vote\":{\"messageId\":\"" + poll + "\",\"options\":" + options + "}}")
                            .text("/code"))
                    .isEqualTo("invalid_request");
        }
        String event = send(
                        "ct-poll",
                        "{\"to\":\"15550100002\",\"event\":{\"name\":\"Party\",\"start\":\"2030-06-21T16:00:00Z\"}}")
                .text("/id");
        link.happens(new ProviderEvent.Attends(
                ALICE_CHAT,
                new Target(event, true, Optional.empty(), Optional.empty()),
                ALICE_CHAT,
                false,
                Content.Attendance.MAYBE,
                NOW));
        assertThat(harness.get("/api/v1/sessions/ct-poll/messages/" + event)
                        .text("/content/event/answers/0/attendance"))
                .isEqualTo("maybe");
        assertThat(names("ct-poll")).contains("poll.vote", "event.response");
    }

    private List<String> names(String session) {
        List<String> names = new ArrayList<>();
        harness.get("/api/v1/events?session=" + session + "&limit=500")
                .json()
                .get("items")
                .forEach(event -> names.add(event.get("event").asString()));
        return names;
    }

    @Test
    void pinsKeepsStarsAndTakesBackForAGroup() {
        FakeLink link = harness.linked("ct-mark");
        Party group = Party.of(Jid.group("120363000000000002"));
        link.happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                "3A00000000000000CT02",
                group,
                ALICE_CHAT,
                false,
                NOW,
                Optional.empty(),
                "text",
                Optional.of("rules"),
                Optional.empty(),
                Optional.empty())));
        String path = "/api/v1/sessions/ct-mark/messages/3A00000000000000CT02";
        String about = "{\"messageId\":\"3A00000000000000CT02\"";
        send("ct-mark", "{\"pin\":" + about + ",\"seconds\":3600}}");
        Harness.eventually(
                "pinned", () -> !harness.get(path).text("/pinnedUntil").isEmpty());
        send("ct-mark", "{\"pin\":" + about + ",\"seconds\":0}}");
        Harness.eventually("unpinned", () -> harness.get(path).json().get("pinnedUntil") == null);
        send("ct-mark", "{\"keep\":" + about + "}}");
        Harness.eventually("kept", () -> harness.get(path).json().path("kept").asBoolean());
        assertThat(send("ct-mark", "{\"star\":" + about + "}}").status()).isEqualTo(202);
        assertThat(harness.get(path).json().path("starred").asBoolean()).isTrue();
        assertThat(harness.get("/api/v1/sessions/ct-mark/messages/starred").text("/items/0/id"))
                .isEqualTo("3A00000000000000CT02");
        send("ct-mark", "{\"star\":" + about + ",\"on\":false}}");
        assertThat(harness.get("/api/v1/sessions/ct-mark/messages/starred")
                        .json()
                        .get("items"))
                .isEmpty();
        assertThat(send("ct-mark", "{\"revoke\":" + about + "}}").status()).isEqualTo(202);
        Harness.eventually(
                "revoked", () -> !harness.get(path).text("/revokedAt").isEmpty());
        assertThat(names("ct-mark")).contains("message.pinned", "message.kept", "message.starred", "message.revoked");
    }

    private void arrives(FakeLink link, String id, Body body, String type, Optional<String> text) {
        link.happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                id,
                ALICE_CHAT,
                ALICE_CHAT,
                false,
                NOW,
                Optional.empty(),
                type,
                text,
                Optional.empty(),
                Optional.empty(),
                body)));
    }

    @Test
    void showsWhatComesInByItsKindAndKeepsWhatItDoesNotKnow() {
        FakeLink link = harness.linked("ct-in");
        arrives(
                link,
                "3A00000000000000CT03",
                Body.of(new Content.Location(1, 2, Optional.of("Here"), Optional.empty(), Optional.empty())),
                "location",
                Optional.of("Here"));
        arrives(link, "3A00000000000000CT04", Body.of(new Content.Choice("yes", "Yes")), "choice", Optional.of("Yes"));
        arrives(
                link,
                "3A00000000000000CT05",
                new Body(
                        Optional.of(new Content.Unknown("payment")),
                        Optional.empty(),
                        Dispatch.Context.NONE,
                        Optional.of(Bytes.fromHex("0a0b0c"))),
                "unsupported",
                Optional.empty());
        String path = "/api/v1/sessions/ct-in/messages/";
        JsonNode place = harness.get(path + "3A00000000000000CT03").json();
        assertThat(place.at("/content/location/latitude").asDouble()).isEqualTo(1.0);
        assertThat(place.get("text").asString()).isEqualTo("Here");
        assertThat(harness.get(path + "3A00000000000000CT04").text("/content/choice/id"))
                .isEqualTo("yes");
        Answer unknown = harness.get(path + "3A00000000000000CT05");
        assertThat(unknown.text("/type")).isEqualTo("unsupported");
        assertThat(unknown.text("/content/unsupported")).isEqualTo("payment");
        assertThat(unknown.text("/raw")).isEqualTo("CgsM");
    }

    @Test
    void partsOfAnAlbumNameItsHead() {
        harness.linked("ct-album");
        Answer head = send("ct-album", "{\"to\":\"15550100002\",\"album\":{\"images\":2}}");
        assertThat(dispatched(head.text("/id")).content()).isEqualTo(new Content.Album(2, 0));
        String image = "\"image\":{\"base64\":\"" + PIXEL + "\"}";
        Answer part =
                send("ct-album", "{\"to\":\"15550100002\"," + image + ",\"inAlbum\":\"" + head.text("/id") + "\"}");
        assertThat(part.status()).as(part.body()).isEqualTo(200);
        assertThat(dispatched(part.text("/id")).context().album()).contains(head.text("/id"));
        assertThat(part.text("/message/inAlbum")).isEqualTo(head.text("/id"));

        assertThat(send("ct-album", "{\"to\":\"15550100003\"," + image + ",\"inAlbum\":\"" + head.text("/id") + "\"}")
                        .status())
                .as("a head in another chat")
                .isEqualTo(404);
        assertThat(send("ct-album", "{\"to\":\"15550100002\",\"text\":\"x\",\"inAlbum\":\"" + head.text("/id") + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(send("ct-album", "{\"to\":\"15550100002\",\"album\":{\"images\":1}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void findsMessagesByTheirWords() {
        FakeLink link = harness.linked("ct-search");
        link.receives("3A00000000000000CT06", ALICE, "The Crème brûlée was great");
        link.receives("3A00000000000000CT07", Jid.pn("15550100003"), "creme for the hands");
        String path = "/api/v1/sessions/ct-search/search?q=";
        assertThat(harness.get(path + "creme").json().get("items")).hasSize(2);
        assertThat(harness.get(path + "BRULEE%20creme").text("/items/0/id")).isEqualTo("3A00000000000000CT06");
        assertThat(harness.get(path + "gre").json().get("items")).hasSize(1);
        assertThat(harness.get(path + "creme&chat=15550100003").json().get("items"))
                .hasSize(1);
        assertThat(harness.get(path + "creme&limit=1").json().get("next").isNull())
                .isFalse();
        assertThat(harness.get(path + "%22%20OR%20NEAR(").json().get("items")).isEmpty();
        assertThat(harness.get(path + "%22").status()).isEqualTo(400);
        link.happens(new ProviderEvent.Edited(
                ALICE_CHAT, "3A00000000000000CT06", ALICE_CHAT, false, Optional.of("nothing sweet"), NOW));
        assertThat(harness.get(path + "brulee").json().get("items")).isEmpty();
        assertThat(harness.get(path + "sweet").json().get("items")).hasSize(1);
        link.happens(new ProviderEvent.Revoked(ALICE_CHAT, "3A00000000000000CT06", ALICE_CHAT, false, NOW));
        assertThat(harness.get(path + "sweet").json().get("items")).isEmpty();
        harness.linked("ct-search2");
        assertThat(harness.get("/api/v1/sessions/ct-search2/search?q=hands")
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void postsStatuses() {
        harness.linked("ct-status");
        Answer posted = harness.post(
                "/api/v1/sessions/ct-status/status-posts?wait=sent",
                "{\"text\":\"Open again\",\"audience\":[\"15550100002\"]}");
        assertThat(posted.status()).isEqualTo(200);
        Dispatch dispatch = dispatched(posted.text("/id"));
        assertThat(dispatch.to()).isEqualTo(Jid.STATUS);
        assertThat(dispatch.context().audience()).containsExactly(ALICE);
        assertThat(harness.get("/api/v1/sessions/ct-status/status-posts").text("/items/0/text"))
                .isEqualTo("Open again");
    }

    @Test
    void statusPostsGoToSavedContactsUnlessTheyNameOthers() {
        FakeLink link = harness.linked("ct-status2");
        link.happens(
                new ProviderEvent.ContactSaved(ALICE_CHAT, Optional.of("Alice"), Optional.empty(), Optional.empty()),
                new ProviderEvent.Named(Party.of(Jid.pn("15550100003")), false, "a stranger"));
        Answer posted = harness.post("/api/v1/sessions/ct-status2/status-posts?wait=sent", "{\"text\":\"hi\"}");
        assertThat(dispatched(posted.text("/id")).context().audience()).containsExactly(ALICE);
    }

    @Test
    void examplesOfTheDocumentationAreAccepted() {
        FakeLink link = harness.linked("ct-doc");
        link.receives("3A00000000000000CT10", ALICE, "a message to act on");
        String poll = send(
                        "ct-doc",
                        "{\"to\":\"15550100002\",\"poll\":{\"question\":\"?\",\"options\":[\"Pizza\",\"Soup\"]}}")
                .text("/id");
        String own =
                send("ct-doc", "{\"to\":\"15550100002\",\"text\":\"mine\"}").text("/id");
        String last = send("ct-doc", "{\"to\":\"15550100002\",\"text\":\"to be taken back\"}")
                .text("/id");
        String voice = harness.post(
                        "/api/v1/sessions/ct-doc/media",
                        "{\"base64\":\"T2dnUw==\",\"mimeType\":\"audio/ogg; codecs=opus\"}")
                .text("/id");
        JsonNode examples = harness.get("/openapi")
                .json()
                .path("paths")
                .path("/api/v1/sessions/{id}/messages")
                .at("/post/requestBody/content/application~1json/examples");
        assertThat(examples.size()).isGreaterThan(15);
        for (String name : examples.propertyNames()) {
            JsonNode value = examples.get(name).get("value");
            String target = switch (name) {
                case "vote" -> poll;
                case "edit" -> own;
                case "revoke" -> last;
                default -> "3A00000000000000CT10";
            };
            String body = (value.isString() ? value.asString() : value.toString())
                    .replace("3EB0C431C26A1916EB9A13", target)
                    .replace("6f1d0b6a1c5f4e5f8a7e0b7a55c1e0d2", voice);
            Answer answer = send("ct-doc", body);
            if (body.contains("example.com/picture.jpg")) {
                assertThat(answer.status()).as(name).isIn(200, 202, 422);
            } else {
                assertThat(answer.status()).as(name + " " + answer.body()).isIn(200, 202);
            }
        }
    }
}
