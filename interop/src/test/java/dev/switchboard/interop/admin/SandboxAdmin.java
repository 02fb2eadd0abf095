// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.admin.AdminAnswer.Account;
import dev.switchboard.interop.admin.AdminAnswer.Linked;
import dev.switchboard.interop.admin.AdminAnswer.LoggedStanza;
import dev.switchboard.interop.admin.AdminAnswer.PhoneMessage;
import dev.switchboard.interop.admin.AdminAnswer.Sent;
import dev.switchboard.interop.admin.AdminAnswer.Stats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Drives the simulated network over HTTPS, as an operator or another tool would.
public final class SandboxAdmin implements AutoCloseable {

    /// The admin interface has nothing to wait on, so conditions are asked for at this pace.
    private static final Duration PACE = Duration.ofMillis(15);

    private static final int CONFLICT = 409;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http;

    private SandboxAdmin(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /// A client of the interface at `base` that trusts the given CA and no other.
    public static SandboxAdmin at(URI base, String caPem) {
        return new SandboxAdmin(
                base, HttpClient.newBuilder().sslContext(trusting(caPem)).build());
    }

    private static SSLContext trusting(String caPem) {
        try {
            var certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)));
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("sandbox", certificate);
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a PEM certificate", e);
        }
    }

    public Linked scanQr(String account, String qr) {
        return read(send("POST", "/admin/mock-phone/scan-qr?account=" + account, qr, "text/plain"), Linked.class);
    }

    public Linked enterCode(String account, String code) {
        return read(post("/admin/mock-phone/enter-code", Map.of("account", account, "code", code)), Linked.class);
    }

    /// The phone types a code as soon as it has been rung for one.
    public Linked enterCodeWhenAsked(String account, String code) {
        return await(
                "the phone to be asked for a code",
                () -> {
                    try {
                        return Optional.of(enterCode(account, code));
                    } catch (AdminRefusal refusal) {
                        if (refusal.status() == CONFLICT) {
                            return Optional.empty();
                        }
                        throw refusal;
                    }
                },
                () -> "it was not");
    }

    /// Scans a QR code where the network wants a passkey first.
    public void scanQrBehindPasskey(String account, String qr) {
        send("POST", "/admin/mock-phone/scan-qr?account=" + account, qr, "text/plain");
    }

    /// The phone's part of linking by passkey: its code, once the companion has shown its own part.
    public String passkeyCode(String account) {
        return post("/admin/mock-phone/passkey", Map.of("account", account))
                .path("code")
                .asText();
    }

    /// The phone's owner confirms, and the companion is linked.
    public void confirmPasskey(String account) {
        post("/admin/mock-phone/passkey/confirm", Map.of("account", account));
    }

    public List<Account> accounts() {
        return JSON.convertValue(get("/admin/accounts"), new TypeReference<List<Account>>() {});
    }

    public Account account(String phone) {
        return read(get("/admin/accounts/" + phone), Account.class);
    }

    public Account createAccount(String pushName) {
        return read(post("/admin/accounts", Map.of("pushName", pushName)), Account.class);
    }

    public Account createAccount(String phone, String pushName) {
        return read(post("/admin/accounts", Map.of("phone", phone, "pushName", pushName)), Account.class);
    }

    /// The phone sends a text.
    public Sent sendText(String phone, String to, String text) {
        return phoneSends(phone, Map.of("to", to, "text", text));
    }

    public Sent phoneSends(String phone, Map<String, ?> body) {
        return read(post("/admin/accounts/" + phone + "/messages", body), Sent.class);
    }

    /// What the phone has decrypted, in order of arrival.
    public List<PhoneMessage> inbox(String phone) {
        return JSON.convertValue(
                get("/admin/accounts/" + phone + "/messages?limit=1000"), new TypeReference<List<PhoneMessage>>() {});
    }

    /// The message with this id in the phone's inbox once it fits.
    public PhoneMessage awaitMessage(String phone, String id, Predicate<PhoneMessage> fits) {
        return await(
                "message " + id + " in the inbox of the phone",
                () -> inbox(phone).stream()
                        .filter(message -> message.id().equals(id))
                        .filter(fits)
                        .findFirst(),
                () -> inbox(phone).toString());
    }

    public void receipt(String phone, String chat, String type, String... ids) {
        post("/admin/accounts/" + phone + "/receipts", Map.of("chat", chat, "ids", List.of(ids), "type", type));
    }

    public void chatState(String phone, String to, String state) {
        post("/admin/accounts/" + phone + "/chatstate", Map.of("to", to, "state", state));
    }

    /// What the account's phone knows of the state that its devices share.
    public JsonNode appState(String phone) {
        return get("/admin/accounts/" + phone + "/app-state");
    }

    /// Waits until the phone knows something of a chat; `chat` is how the phone files it, or a name out of it.
    public JsonNode awaitChatState(String phone, String what, Predicate<JsonNode> fits) {
        return await(
                what,
                () -> {
                    for (var chat : appState(phone).path("chats")) {
                        if (fits.test(chat)) {
                            return Optional.of(chat);
                        }
                    }
                    return Optional.empty();
                },
                () -> appState(phone).toString());
    }

    /// Has the phone change something that its devices share.
    public void phoneChanges(String phone, Map<String, ?> body) {
        post("/admin/accounts/" + phone + "/app-state", body);
    }

    /// Has the phone call somebody, or go on with a call.
    public String phoneCalls(String phone, Map<String, ?> body) {
        return post("/admin/accounts/" + phone + "/calls", body).path("callId").asText();
    }

    public void newIdentity(String phone) {
        post("/admin/accounts/" + phone + "/identity", Map.of());
    }

    public void removeDevice(String phone, int device) {
        send("DELETE", "/admin/accounts/" + phone + "/devices/" + device, "", "application/json");
    }

    public void behave(String phone, Map<String, ?> auto) {
        post("/admin/accounts/" + phone + "/auto", auto);
    }

    public void drop(Map<String, ?> which) {
        post("/admin/devices/drop", which);
    }

    /// Sets a fault and answers with its id.
    public String setFault(Map<String, ?> fault) {
        return post("/admin/faults", fault).path("id").asText();
    }

    public void clearFault(String id) {
        send("DELETE", "/admin/faults/" + id, "", "application/json");
    }

    public void clearFaults() {
        get("/admin/faults").forEach(fault -> clearFault(fault.path("id").asText()));
    }

    public List<LoggedStanza> stanzas(String account) {
        return JSON.convertValue(
                get("/admin/stanzas?limit=2000&account=" + account), new TypeReference<List<LoggedStanza>>() {});
    }

    /// The stanzas of the account that broke a rule of the protocol.
    public List<LoggedStanza> brokenRules(String account) {
        return stanzas(account).stream()
                .filter(stanza -> stanza.rule() != null && !stanza.rule().isEmpty())
                .toList();
    }

    public Stats stats() {
        return read(get("/admin/stats"), Stats.class);
    }

    /// Asks again and again until there is an answer.
    public static <T> T await(String what, Supplier<Optional<T>> answer, Supplier<String> state) {
        var never = new Semaphore(0);
        for (var left = Journal.PATIENCE; left.isPositive(); left = left.minus(PACE)) {
            var found = answer.get();
            if (found.isPresent()) {
                return found.get();
            }
            try {
                if (never.tryAcquire(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new AssertionError("waited in vain for " + what + ": " + state.get());
    }

    /// The account once it fits.
    public Account awaitAccount(String phone, String what, Predicate<Account> fits) {
        return await(
                what,
                () -> Optional.of(account(phone)).filter(fits),
                () -> account(phone).toString());
    }

    private JsonNode get(String path) {
        return send("GET", path, "", "application/json");
    }

    private JsonNode post(String path, Object body) {
        return send("POST", path, write(body), "application/json");
    }

    private JsonNode send(String method, String path, String body, String contentType) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Journal.PATIENCE)
                .header("Content-Type", contentType)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AdminRefusal(response.statusCode(), response.body());
            }
            return response.body().isBlank() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path + " was interrupted", e);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    private static <T> T read(JsonNode node, Class<T> type) {
        return JSON.convertValue(node, type);
    }

    @Override
    public void close() {
        http.close();
    }
}
