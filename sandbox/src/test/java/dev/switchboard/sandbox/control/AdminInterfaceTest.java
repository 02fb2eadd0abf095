// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.sandbox.checker.StanzaRecorder;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.sandbox.media.MediaHost;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.network.SystemTimers;
import dev.switchboard.sandbox.phone.FakeNetwork;
import dev.switchboard.sandbox.phone.PhoneFiles;
import dev.switchboard.sandbox.phone.SimulatedPhones;
import dev.switchboard.sandbox.watch.Direction;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminInterfaceTest {

    private static final String ANN = "15550100001";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeNetwork network = new FakeNetwork();
    private final Faults faults = new Faults(new SeededRandom(1));
    private final StanzaRecorder recorder = new StanzaRecorder();
    private final SystemTimers timers = new SystemTimers();
    private final SimulatedPhones phones = new SimulatedPhones(
            new SimulatedPhones.Settings(
                    InstantSource.system(),
                    new SeededRandom(2),
                    timers,
                    Optional.empty(),
                    new PhoneFiles(
                            MediaStore.open(Optional.empty(), Duration.ZERO, InstantSource.system()),
                            new MediaHost(Optional.empty(), true),
                            InstantSource.system(),
                            new SeededRandom(3)),
                    true),
            recorder);
    private final AdminInterface admin = admin(Optional.empty());

    AdminInterfaceTest() {
        phones.connect(network);
        post("/admin/accounts", "{'phone':'15550100001','pushName':'Ann'}");
        network.sent.clear();
    }

    @AfterEach
    void close() {
        phones.close();
        timers.close();
    }

    private AdminInterface admin(Optional<String> token) {
        return new AdminInterface(
                new AdminInterface.Parts(network, phones, faults, recorder),
                new AdminInterface.Trust("-----BEGIN CERTIFICATE-----\n", Bytes.fromHex("00ff".repeat(16))),
                token);
    }

    @Test
    void answersAtTheRootAndShowsWhatToTrust() {
        assertThat(get("/").status()).isEqualTo(200);
        assertThat(get("/admin/ca.pem").body().asUtf8()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(get("/admin/noise-root").body().asUtf8()).matches("[0-9a-f]{64}");
    }

    @Test
    void makesAndShowsAccounts() {
        HttpResponse made = post("/admin/accounts", "{'pushName':'Bob','about':'hi'}");
        assertThat(made.status()).isEqualTo(201);
        String bob = json(made).get("phone").asText();
        assertThat(json(made)).isEqualTo(json(get("/admin/accounts/" + bob)));
        assertThat(json(made).get("pushName").asText()).isEqualTo("Bob");
        assertThat(json(made).get("lid").asText()).matches("[0-9]+");
        assertThat(json(made).get("online").isBoolean()).isTrue();
        assertThat(json(made).get("devices")).isEmpty();
        assertThat(json(get("/admin/accounts"))).hasSize(2);
        assertThat(post("/admin/accounts", "").status()).isEqualTo(201);
        assertThat(post("/admin/accounts", "{'pushName':'Ann'}").status())
                .as("names repeat")
                .isEqualTo(201);
        assertThat(post("/admin/accounts", "{'phone':'15550100001'}").status()).isEqualTo(409);
        assertThat(json(get("/admin/accounts"))).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/admin/accounts|{'phone':'+1555'}|phone",
                "/admin/accounts|{'phone':15550100009}|phone",
                "/admin/accounts|{'pushName':''}|pushName",
                "/admin/accounts|{'pushname':'x'}|pushname",
                "/admin/accounts|[]|object",
                "/admin/accounts|{'phone'|JSON",
                "/admin/accounts|{} {}|JSON",
                "/admin/accounts/15550100001/messages|{'text':'x'}|to",
                "/admin/accounts/15550100001/messages|{'to':'15550100002'}|text",
                "/admin/accounts/15550100001/messages|{'to':'15550100002','text':''}|text",
                "/admin/accounts/15550100001/messages|{'to':'bob','text':'x'}|to",
                "/admin/accounts/15550100001/messages|{'to':'15550100002','text':'x','revoke':{'id':'1'}}|one of",
                "/admin/accounts/15550100001/messages|{'to':'15550100002','image':{'file':'?'}}|image.file",
                "/admin/accounts/15550100001/messages|{'to':'15550100002','reaction':{'id':'1'}}|emoji",
                "/admin/accounts/15550100001/messages|{'to':'15550100002','revoke':'1'}|revoke",
                "/admin/accounts/15550100001/receipts|{'chat':'15550100002','ids':[],'type':'read'}|ids",
                "/admin/accounts/15550100001/receipts|{'chat':'15550100002','ids':['1'],'type':'seen'}|type",
                "/admin/accounts/15550100001/chatstate|{'to':'15550100002','state':'thinking'}|state",
                "/admin/accounts/15550100001/auto|{'receipts':'maybe'}|receipts",
                "/admin/accounts/15550100001/auto|{'latencyMs':-1}|latencyMs",
                "/admin/accounts/15550100001/groups|{'subject':'x','participants':[]}|participants",
                "/admin/devices/drop|{'how':'gently'}|how",
                "/admin/devices/drop|{}|how",
                "/admin/faults|{'fault':'bad-luck'}|stream-drop",
                "/admin/faults|{'fault':'login-failure'}|params.code",
                "/admin/faults|{'fault':'stream-drop','count':0}|count",
                "/admin/faults|{'fault':'stream-drop','probability':7}|probability",
                "/admin/faults|{'fault':'stream-drop','params':{'x':{}}}|params.x",
                "/admin/mock-phone/scan-qr|hello|QR",
                "/admin/mock-phone/scan-qr|' '|QR",
                "/admin/mock-phone/enter-code|{'account':'15550100001','code':'0'}|code",
            })
    void refusesMalformedBodiesAndChangesNothing(String path, String body, String says) {
        HttpResponse refused = post(path, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).get("error").asText()).contains(says);
        assertThat(json(refused)).hasSize(1);
        assertThat(network.accounts()).hasSize(1);
        assertThat(network.sent).isEmpty();
        assertThat(faults.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/admin/accounts/15550109999",
        "GET,/admin/accounts/15550109999/messages",
        "POST,/admin/accounts/15550109999/messages",
        "POST,/admin/accounts/15550109999/receipts",
        "POST,/admin/accounts/15550109999/chatstate",
        "POST,/admin/accounts/15550109999/groups",
        "POST,/admin/accounts/15550109999/identity",
        "POST,/admin/accounts/15550109999/auto",
        "DELETE,/admin/accounts/15550109999/devices/1",
        "DELETE,/admin/accounts/15550100001/devices/1",
        "DELETE,/admin/accounts/15550100001/devices/x",
        "DELETE,/admin/faults/f1",
        "GET,/admin/stanzas?account=15550109999",
        "GET,/admin/nothing",
    })
    void doesNotKnowWhatDoesNotExist(String method, String path) {
        HttpResponse refused = call(method, path, method.equals("POST") ? "{}" : "", true, Map.of());

        assertThat(refused.status()).isEqualTo(404);
        assertThat(json(refused).get("error").asText()).isNotEmpty();
    }

    @Test
    void namesTheMethodsThatArePossible() {
        HttpResponse refused = call("PUT", "/admin/accounts", "{}", true, Map.of());
        assertThat(refused.status()).isEqualTo(405);
        assertThat(json(refused).get("error").asText()).contains("GET, POST");
    }

    @Test
    void makesNoGroupWithSomebodyWhoDoesNotExist() {
        HttpResponse refused =
                post("/admin/accounts/" + ANN + "/groups", "{'subject':'x','participants':['15550109999']}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(network.sent).isEmpty();
    }

    @Test
    void tellsRecipientsThatDoNotExist() {
        assertThat(post("/admin/accounts/" + ANN + "/messages", "{'to':'15550109999','text':'x'}")
                        .status())
                .isEqualTo(404);
        network.answerOther = iq -> Iq.serverError(iq, 404, "item-not-found");
        assertThat(post("/admin/accounts/" + ANN + "/messages", "{'to':'1@g.us','text':'x'}")
                        .status())
                .isEqualTo(404);
        assertThat(post("/admin/accounts/" + ANN + "/messages", "{'to':'1@newsletter','text':'x'}")
                        .status())
                .isEqualTo(501);
    }

    @Test
    void setsListsAndClearsFaults() {
        HttpResponse set = post(
                "/admin/faults",
                "{'fault':'message-error','account':'15550100001','device':1,'chat':'15550100002@s.whatsapp.net','count':2,'params':{'code':463}}");
        assertThat(set.status()).isEqualTo(201);
        String id = json(set).get("id").asText();
        assertThat(json(set).get("chat").asText()).isEqualTo("15550100002");
        assertThat(json(set).get("params").get("code").asText()).isEqualTo("463");
        assertThat(faults.strike(FaultKind.MESSAGE_ERROR, FaultTarget.chat(ANN, 1, "15550100002")))
                .isPresent();
        assertThat(json(get("/admin/faults")).get(0).get("struck").asInt()).isEqualTo(1);
        assertThat(call("DELETE", "/admin/faults/" + id, "", true, Map.of()).status())
                .isEqualTo(204);
        assertThat(json(get("/admin/faults"))).isEmpty();
    }

    @Test
    void dropsConnectionsAndShowsCounters() {
        HttpResponse dropped = post("/admin/devices/drop", "{'account':'15550100001','how':'reset'}");
        assertThat(json(dropped).get("dropped").asInt()).isEqualTo(2);
        assertThat(network.calls).contains("drop RESET");
        assertThat(get("/admin/stats").body().asUtf8())
                .isEqualTo(
                        "{\"connections\":1,\"stanzasIn\":2,\"stanzasOut\":3,\"messages\":4,\"queued\":5,\"rulesBroken\":0}");
    }

    @Test
    void showsStanzasWithTheRulesTheyBreak() {
        Node bad = Node.builder("message").attr("to", "x").build();
        recorder.note(new LoggedStanza(Instant.ofEpochMilli(5), ANN, 1, Direction.IN, bad, Optional.empty()));
        recorder.note(
                new LoggedStanza(Instant.ofEpochMilli(6), "", -1, Direction.OUT, Node.of("iq"), Optional.empty()));

        JsonNode lines = json(get("/admin/stanzas?limit=5"));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("t").asLong()).isEqualTo(5);
        assertThat(lines.get(0).get("device").asInt()).isEqualTo(1);
        assertThat(lines.get(0).get("direction").asText()).isEqualTo("in");
        assertThat(lines.get(0).get("xml").asText()).startsWith("<message");
        assertThat(lines.get(0).get("rule").asText()).isEqualTo("malformed-id");
        assertThat(lines.get(1).get("account").isNull()).isTrue();
        assertThat(lines.get(1).has("rule")).isFalse();
        assertThat(get("/admin/stanzas?limit=x").status()).isEqualTo(400);
        assertThat(get("/admin/stanzas?limit=0").status()).isEqualTo(400);
    }

    @Test
    void forgetsEverythingOnReset() {
        post("/admin/faults", "{'fault':'stream-drop'}");
        assertThat(post("/admin/reset", "").status()).isEqualTo(204);
        assertThat(network.calls).contains("reset");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void answersThisMachineOnlyUnlessATokenIsConfigured() {
        assertThat(call("GET", "/admin/accounts", "", false, Map.of()).status()).isEqualTo(403);
        assertThat(call("GET", "/", "", false, Map.of()).status()).isEqualTo(200);

        AdminInterface guarded = admin(Optional.of("s3cret"));
        HttpRequest plain = request("GET", "/admin/accounts", "", false, Map.of());
        assertThat(guarded.handle(plain).status()).isEqualTo(401);
        assertThat(guarded.handle(request("GET", "/admin/accounts", "", true, Map.of()))
                        .status())
                .isEqualTo(401);
        assertThat(guarded.handle(
                                request("GET", "/admin/accounts", "", false, Map.of("authorization", "Bearer s3cret")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void setsTheFaultsOfAFileAllOrNone() {
        FaultFile.load(faults, Bytes.utf8("[{\"fault\":\"stream-drop\"},{\"fault\":\"message-twice\",\"count\":1}]"));
        assertThat(faults.all()).hasSize(2);
        assertThat(catchThrowable(
                        () -> FaultFile.load(faults, Bytes.utf8("[{\"fault\":\"stream-drop\"},{\"fault\":\"x\"}]"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(faults.all()).hasSize(2);
    }

    private HttpResponse get(String path) {
        return call("GET", path, "", true, Map.of());
    }

    private HttpResponse post(String path, String body) {
        return call("POST", path, body.replace('\'', '"'), true, Map.of());
    }

    private HttpResponse call(
            String method, String path, String body, boolean fromLoopback, Map<String, String> headers) {
        return admin.handle(request(method, path, body, fromLoopback, headers));
    }

    private static HttpRequest request(
            String method, String pathAndQuery, String body, boolean fromLoopback, Map<String, String> headers) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        Map<String, List<String>> query = new HashMap<>();
        if (question >= 0) {
            for (String pair : pathAndQuery.substring(question + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
            }
        }
        return new HttpRequest(method, path, query, headers, Bytes.utf8(body), fromLoopback);
    }

    private static JsonNode json(HttpResponse response) {
        assertThat(response.contentType()).startsWith("application/json");
        try {
            return JSON.readTree(response.body().toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
