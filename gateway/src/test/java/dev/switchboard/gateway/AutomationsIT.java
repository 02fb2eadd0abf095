// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static dev.switchboard.gateway.Harness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Automations made, run and simulated over the API. Each test has a session of its own, and people of its own.
@ExtendWith(SharedGateway.class)
class AutomationsIT {
    private static final String ROOT = "/api/v1/automations";

    private final Harness harness;

    AutomationsIT(Harness harness) {
        this.harness = harness;
    }

    private Answer make(String session, String definition) {
        return harness.post(ROOT, "{\"name\":\"n\",\"session\":\"" + session + "\",\"definition\":" + definition + "}");
    }

    private String made(String session, String definition) {
        Answer answer = make(session, definition);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.text("/id");
    }

    private List<Dispatch> sentTo(Jid person) {
        return harness.network.sent.stream()
                .filter(dispatch -> dispatch.to().equals(person))
                .toList();
    }

    private void says(String session, String id, Jid person, String text) {
        harness.network.link(session).receives(id, person, text);
    }

    private String text(Jid person, int number) {
        eventually("message " + number + " goes", () -> sentTo(person).size() >= number);
        return sentTo(person).get(number - 1).content().words().orElse("");
    }

    @Test
    void keywordIsAnsweredAndTheRunIsLogged() {
        harness.linked("au-key");
        Jid ann = Jid.pn("15550160001");
        String id = made("au-key", """
                {"triggers":[{"type":"keyword","words":["hours"],"match":"word"}],
                 "steps":[{"type":"reply","text":"Hi {{contact.name|first}}, you said {{message.text|upper}}."}]}""");
        says("au-key", "AUTO00000001", ann, "what about afterhours");
        says("au-key", "AUTO00000002", ann, "your hours, please?");
        assertThat(text(ann, 1)).isEqualTo("Hi Somebody, you said YOUR HOURS, PLEASE?.");
        JsonNode run = harness.get(ROOT + "/" + id + "/runs").json().at("/items/0");
        assertThat(run.path("phase").asString()).isEqualTo("ended");
        assertThat(run.path("reason").asString()).isEqualTo("finished");
        assertThat(run.path("cause").asString()).isEqualTo("message:AUTO00000002");
        Answer one = harness.get(ROOT + "/" + id + "/runs/" + run.path("id").asString());
        assertThat(one.text("/steps/0/outcome")).isEqualTo("sent");
        assertThat(one.text("/steps/0/messageId"))
                .isEqualTo(sentTo(ann).getFirst().id());
        Answer inChat = harness.get("/api/v1/sessions/au-key/chats/15550160001/automations");
        assertThat(inChat.text("/items/0/steps/0/path")).isEqualTo("/steps/0");
        assertThat(sentTo(ann)).hasSize(1);
    }

    @Test
    void conversationAsksChecksBranchesAndHandsOver() {
        harness.linked("au-talk");
        Jid bob = Jid.pn("15550160002");
        made("au-talk", """
                {"triggers":[{"type":"keyword","words":["begin"],"match":"exact"}],
                 "steps":[
                  {"type":"choices","text":"What is it?","save":"topic","options":[
                    {"id":"buy","text":"Buying","steps":[{"type":"ask","text":"How many?","save":"count","expect":"number","min":1,"retry":"A number, please."}]},
                    {"id":"help","text":"Help","steps":[{"type":"handoff","text":"A person will answer.","note":"wants help"}]}]},
                  {"type":"reply","text":"{{topic}}: {{count}}"}]}""");
        says("au-talk", "AUTO00000010", bob, "begin");
        assertThat(text(bob, 1)).isEqualTo("What is it?\n\n1. Buying\n2. Help");
        says("au-talk", "AUTO00000011", bob, "begin");
        assertThat(text(bob, 2)).as("not one of the options").startsWith("What is it?");
        says("au-talk", "AUTO00000012", bob, "1");
        assertThat(harness.get("/api/v1/sessions/au-talk/messages/AUTO00000012").text("/content/choice/id"))
                .isEqualTo("buy");
        assertThat(text(bob, 3)).isEqualTo("How many?");
        says("au-talk", "AUTO00000013", bob, "some");
        assertThat(text(bob, 4)).isEqualTo("A number, please.");
        says("au-talk", "AUTO00000014", bob, "3");
        assertThat(text(bob, 5)).isEqualTo("Buying: 3");
        says("au-talk", "AUTO00000015", bob, "begin");
        assertThat(text(bob, 6)).startsWith("What is it?");
        says("au-talk", "AUTO00000016", bob, "help");
        assertThat(text(bob, 7)).isEqualTo("A person will answer.");
        String chat = "/api/v1/sessions/au-talk/chats/15550160002/assignment";
        eventually(
                "it is handed over",
                () -> harness.get(chat).json().path("handed").asBoolean(false));
        assertThat(harness.get(chat).text("/note")).isEqualTo("wants help");
        says("au-talk", "AUTO00000017", bob, "begin");
        made("au-talk", "{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"any\"}]}");
        assertThat(harness.call("DELETE", chat).send().status()).isEqualTo(200);
        says("au-talk", "AUTO00000018", bob, "begin");
        assertThat(text(bob, 8)).startsWith("What is it?");
    }

    @Test
    void echoesOwnNumberGroupsAndTooManyAreNotAnswered() {
        harness.linked("au-loop");
        made(
                "au-loop",
                "{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"This is an automatic answer.\"}],\"limits\":{\"perHour\":3}}");
        Jid bot = Jid.pn("15550160003");
        says("au-loop", "AUTO00000020", bot, "hello 0");
        assertThat(text(bot, 1)).isEqualTo("This is an automatic answer.");
        says("au-loop", "AUTO00000021", bot, " this is an  automatic answer. ");
        harness.network
                .link("au-loop")
                .happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                        "AUTO00000022",
                        Party.of(Jid.group("120363000000000777")),
                        Party.of(bot),
                        false,
                        Instant.now(),
                        Optional.empty(),
                        "text",
                        Optional.of("hello all"),
                        Optional.empty(),
                        Optional.empty())));
        says("au-loop", "AUTO00000023", FakeLink.OWN.bare(), "note to self");
        for (int i = 1; i < 6; i++) {
            says("au-loop", "AUTO0000003" + i, bot, "hello " + i);
        }
        says("au-loop", "AUTO00000040", Jid.pn("15550160004"), "hello");
        assertThat(text(Jid.pn("15550160004"), 1)).isEqualTo("This is an automatic answer.");
        assertThat(sentTo(bot)).hasSize(3);
        assertThat(sentTo(Jid.group("120363000000000777"))).isEmpty();
        assertThat(sentTo(FakeLink.OWN.bare())).isEmpty();
    }

    @Test
    void faultsAreToldWithTheirPaths() {
        harness.linked("au-bad");
        Answer refused = make("au-bad", """
                {"triggers":[{"type":"pattern","pattern":"(a+"},{"type":"schedule","cron":"0 0 9 * *","to":["x"]}],
                 "steps":[{"type":"reply","text":"Hi {{contact.name"},{"type":"reply","text":"{{nobody}}"},
                          {"type":"goto","step":"nowhere"}]}""");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("automation_invalid");
        assertThat(refused.text("/detail"))
                .contains("/triggers/0/pattern: ")
                .contains("/triggers/1/cron: ")
                .contains("/steps/0/text: the place opened at 3 is not closed")
                .contains("/steps/1/text: nothing sets the variable nobody")
                .contains("/steps/2/step: ");
        Answer review = harness.post(
                ROOT + "/validate",
                "{\"definition\":{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"ask\",\"text\":\"x\"},{\"type\":\"dance\"}]}}");
        assertThat(review.status()).isEqualTo(200);
        assertThat(review.json().path("valid").asBoolean(true)).isFalse();
        assertThat(review.body()).contains("\"/steps/0\"").contains("save").contains("/steps/1/type");
        assertThat(harness.get(ROOT + "/schema").text("/title")).isEqualTo("Automation");
    }

    @Test
    void patternsThatBlowUpElsewhereAreHarmless() {
        harness.linked("au-evil");
        Jid eve = Jid.pn("15550160005");
        made(
                "au-evil",
                "{\"triggers\":[{\"type\":\"pattern\",\"pattern\":\"^(a+)+(?<end>b)$\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"{{match.end}}\"}]}");
        says("au-evil", "AUTO00000050", eve, "a".repeat(4_000) + "c");
        says("au-evil", "AUTO00000051", eve, "aaab");
        assertThat(text(eve, 1)).isEqualTo("b");
    }

    @Test
    void versionsAreKeptAndRestored() {
        harness.linked("au-ver");
        String id = made(
                "au-ver", "{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"one\"}]}");
        Answer second = harness.call("PUT", ROOT + "/" + id)
                .body(
                        "{\"name\":\"m\",\"session\":\"au-ver\",\"definition\":{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"two\"}]}}")
                .send();
        assertThat(second.json().path("version").asInt()).isEqualTo(2);
        Jid dan = Jid.pn("15550160006");
        says("au-ver", "AUTO00000060", dan, "x");
        assertThat(text(dan, 1)).isEqualTo("two");
        Answer restored = harness.post(ROOT + "/" + id + "/versions/1/restore", "");
        assertThat(restored.json().path("version").asInt()).isEqualTo(3);
        assertThat(restored.text("/definition/steps/0/text")).isEqualTo("one");
        assertThat(harness.get(ROOT + "/" + id + "/versions").json().path("items"))
                .hasSize(3);
        harness.post(ROOT + "/" + id + "/disable", "");
        says("au-ver", "AUTO00000061", dan, "y");
        made(
                "au-ver",
                "{\"triggers\":[{\"type\":\"keyword\",\"words\":[\"z\"]}],\"steps\":[{\"type\":\"reply\",\"text\":\"zed\"}]}");
        says("au-ver", "AUTO00000062", dan, "z");
        assertThat(text(dan, 2)).isEqualTo("zed");
        assertThat(harness.call("DELETE", ROOT + "/" + id).send().status()).isEqualTo(204);
        assertThat(harness.get(ROOT + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void simulatorTellsEverythingAndDoesNothing() {
        harness.linked("au-sim");
        String id = made("au-sim", """
                {"triggers":[{"type":"first_contact"}],"conditions":[{"type":"not","of":[{"type":"tag","tag":"vip"}]}],
                 "steps":[{"type":"ask","text":"Your name?","save":"who"},{"type":"wait","for":"2d"},
                  {"type":"call","url":"https://example.com/{{who}}","save":"answer"},
                  {"type":"branch","branches":[{"when":[{"type":"variable","variable":"answer.points","is":"at_least","value":"10"}],
                    "steps":[{"type":"reply","text":"Welcome back, {{who}}!"}]}],"else":[{"type":"stop"}]}]}""");
        String body = "{\"session\":\"au-sim\",\"from\":\"15550160007\",\"texts\":[\"hi\",\"Ann\"],\"automation\":\""
                + id + "\",\"answers\":[{\"points\":12}]%s}";
        Answer answer = harness.post(ROOT + "/simulate", body.formatted(""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("answered").asBoolean(false)).isTrue();
        assertThat(answer.text("/messages/0/text")).isEqualTo("Your name?");
        assertThat(answer.text("/messages/1/text")).isEqualTo("Welcome back, Ann!");
        assertThat(answer.text("/automations/0/reason")).isEqualTo("finished");
        assertThat(answer.json().at("/automations/0/trace").toString())
                .contains("\"outcome\":\"holds\"")
                .contains("\"path\":\"/steps/3/branches/0/steps/0\"");
        Answer vip = harness.post(ROOT + "/simulate", body.formatted(",\"tags\":[\"VIP\"]"));
        assertThat(vip.text("/automations/0/reason")).isEqualTo("condition /conditions/0");
        Answer draft = harness.post(
                ROOT + "/simulate",
                "{\"session\":\"au-sim\",\"from\":\"15550160007\",\"text\":\"hi\",\"definition\":{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"draft\"}]}}");
        assertThat(draft.text("/messages/0/text")).isEqualTo("draft");
        assertThat(sentTo(Jid.pn("15550160007"))).isEmpty();
        assertThat(harness.get(ROOT + "/" + id + "/runs").json().path("items")).isEmpty();
    }

    @Test
    void marketplaceItemsAreActivatedWithCheckedSettings() {
        harness.linked("au-market");
        JsonNode items = harness.get(ROOT + "/marketplace").json().path("items");
        assertThat(items).hasSize(7);
        for (JsonNode item : items) {
            assertThat(harness.post(ROOT + "/validate", "{\"definition\":" + item.path("definition") + "}")
                            .body())
                    .as(item.path("id").asString())
                    .contains("\"valid\":true");
        }
        Answer wrong = harness.post(
                ROOT + "/marketplace/feedback_collection/activate",
                "{\"session\":\"au-market\",\"settings\":{\"handOverBelow\":\"three\"}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text("/detail")).contains("/settings/handOverBelow");
        Answer right = harness.post(
                ROOT + "/marketplace/feedback_collection/activate",
                "{\"session\":\"au-market\",\"settings\":{\"handOverBelow\":3}}");
        assertThat(right.status()).as(right.body()).isEqualTo(201);
        Jid fay = Jid.pn("15550160008");
        says("au-market", "AUTO00000070", fay, "feedback");
        assertThat(text(fay, 1)).startsWith("How would you rate us");
        says("au-market", "AUTO00000071", fay, "2");
        assertThat(text(fay, 2)).startsWith("Thank you. What could");
        says("au-market", "AUTO00000072", fay, "everything");
        assertThat(text(fay, 3)).startsWith("Thank you! We will");
        eventually(
                "a low rating goes to a person",
                () -> harness.get("/api/v1/sessions/au-market/chats/15550160008/assignment")
                        .json()
                        .path("handed")
                        .asBoolean(false));
    }

    @Test
    void callsWithASignedTokenBeginAnAutomationOnce() {
        harness.linked("au-hook");
        String id = made(
                "au-hook",
                "{\"triggers\":[{\"type\":\"webhook\"}],\"steps\":[{\"type\":\"reply\",\"text\":\"{{name}}, order {{call.order}} is on its way.\"}]}");
        String token = harness.post(ROOT + "/" + id + "/token", "{}").text("/token");
        String body = "{\"to\":\"+1 555 016 0009\",\"name\":\"Gus\",\"order\":17}";
        for (int i = 0; i < 2; i++) {
            Answer taken = harness.call("POST", ROOT + "/hooks")
                    .noKey()
                    .header("X-Automation-Token", token)
                    .header("Idempotency-Key", "k1")
                    .body(body)
                    .send();
            assertThat(taken.status()).as(taken.body()).isEqualTo(202);
            assertThat(taken.json().path("started").asBoolean()).isEqualTo(i == 0);
        }
        Jid gus = Jid.pn("15550160009");
        assertThat(text(gus, 1)).isEqualTo("Gus, order 17 is on its way.");
        assertThat(sentTo(gus)).hasSize(1);
        String forged = token.substring(0, token.length() - 2) + (token.endsWith("A") ? "BB" : "AA");
        for (String wrong : List.of(forged, "swa1.x.y", "")) {
            assertThat(harness.call("POST", ROOT + "/hooks")
                            .noKey()
                            .header("X-Automation-Token", wrong)
                            .body(body)
                            .send()
                            .status())
                    .isEqualTo(401);
        }
        harness.post(ROOT + "/" + id + "/token", "{\"renew\":true}");
        assertThat(harness.call("POST", ROOT + "/hooks")
                        .noKey()
                        .header("X-Automation-Token", token)
                        .body(body)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void businessHoursAreKeptAndSayWhetherItIsOpen() {
        String other = harness.otherTenant("au-hours");
        Answer standard =
                harness.call("GET", "/api/v1/business-hours").key(other).send();
        assertThat(standard.text("/week/mon/0/from")).startsWith("09:00");
        Answer set = harness.call("PUT", "/api/v1/business-hours")
                .key(other)
                .body(
                        "{\"week\":{\"mon\":[{\"from\":\"22:00\",\"to\":\"02:00\"}]},\"holidays\":[{\"date\":\"2026-12-25\",\"name\":\"Christmas\",\"yearly\":true}]}")
                .send();
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("/holidays/0/name")).isEqualTo("Christmas");
        assertThat(harness.call("PUT", "/api/v1/business-hours")
                        .key(other)
                        .body("{\"week\":{\"someday\":[]}}")
                        .send()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void conversationGoesOnAfterARestart(@TempDir Path folder) {
        FakeNetwork network = new FakeNetwork();
        Jid hal = Jid.pn("15550160010");
        try (Harness first = Harness.start(folder, network, config -> config)) {
            first.linked("au-again");
            first.post(
                    ROOT,
                    "{\"name\":\"n\",\"session\":\"au-again\",\"definition\":{\"triggers\":[{\"type\":\"message\"}],\"steps\":[{\"type\":\"ask\",\"text\":\"Name?\",\"save\":\"who\"},{\"type\":\"reply\",\"text\":\"Hi {{who}}\"}]}}");
            network.link("au-again").receives("AUTO00000080", hal, "hello");
            eventually("it asks", () -> network.sent.size() == 1);
        }
        try (Harness second = Harness.start(folder, network, config -> config)) {
            eventually(
                    "it is connected",
                    () -> "connected"
                            .equals(second.get("/api/v1/sessions/au-again").text("/state")));
            network.link("au-again").receives("AUTO00000081", hal, "Hal");
            eventually("it goes on", () -> network.sent.size() == 2);
            assertThat(((Content.Text) network.sent.get(1).content()).text()).isEqualTo("Hi Hal");
        }
    }
}
