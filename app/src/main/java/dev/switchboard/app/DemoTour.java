// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp.Answer;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The main job before the reader's eyes: link by QR code, send, see the phone's decrypted copy, see the answer
/// arrive. It uses nothing but the two HTTP interfaces, as a caller of the product would, and prints each step with
/// the time it took.
final class DemoTour {
    static final String SESSION = "tour";
    private static final String OWNER = "15550100001";
    private static final String FRIEND = "15550100002";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(5);

    private final JsonHttp gateway;
    private final JsonHttp network;
    private final PrintWriter out;
    private final boolean color;
    private int step;

    DemoTour(JsonHttp gateway, JsonHttp network, PrintWriter out, boolean color) {
        this.gateway = gateway;
        this.network = network;
        this.out = out;
        this.color = color;
    }

    /// Performs the tour; a step that fails is thrown as [TourFailed].
    void run() {
        timed("Two phones are on the simulated network: Ada +" + OWNER + ", Ben +" + FRIEND, () -> {
            phone(OWNER, "Ada");
            phone(FRIEND, "Ben");
            return "";
        });
        boolean linked = session();
        if (linked) {
            timed("The session is still linked from last time: no QR code", () -> {
                awaitState("connected");
                return "";
            });
            history();
        } else {
            link();
        }
        chat();
        out.println();
        out.println(
                "  That was the main job: linked, sent, read by the other phone, answered; end-to-end encrypted all the way.");
        out.flush();
    }

    private void phone(String number, String name) {
        if (!network.get("/admin/accounts/" + number).ok()) {
            network.post("/admin/accounts", Map.of("phone", number, "pushName", name))
                    .orFail("making a phone");
        }
    }

    /// Creates the session if it is not there; tells whether it is linked already.
    private boolean session() {
        Answer known = gateway.get("/api/v1/sessions/" + SESSION);
        if (known.status() == 404) {
            timed("A session is created: POST /api/v1/sessions {\"id\": \"" + SESSION + "\"}", () -> {
                gateway.post("/api/v1/sessions", Map.of("id", SESSION, "name", "Ada's shop"))
                        .orFail("creating the session");
                return "";
            });
            return false;
        }
        return known.orFail("looking at the session").body().path("linked").asBoolean();
    }

    private void link() {
        if (!"awaiting_scan".equals(state())) {
            gateway.send("POST", "/api/v1/sessions/" + SESSION + "/connect", null, null)
                    .orFail("connecting the session");
        }
        String[] qr = new String[1];
        timed("The gateway shows a QR code", () -> {
            awaitState("awaiting_scan");
            qr[0] = gateway.get("/api/v1/sessions/" + SESSION + "/qr?format=text")
                    .orFail("reading the QR code")
                    .text()
                    .strip();
            return "";
        });
        out.println();
        out.println(TerminalQr.draw(qr[0], color));
        timed("Ada's phone scans it, and the session is linked", () -> {
            network.postText("/admin/mock-phone/scan-qr?account=" + OWNER, qr[0])
                    .orFail("scanning the QR code");
            awaitState("connected");
            return "";
        });
    }

    private void chat() {
        String greeting = "Hello Ben, your order is ready.";
        String[] id = new String[1];
        timed("A message is accepted: POST /api/v1/sessions/" + SESSION + "/messages", () -> {
            id[0] = gateway.post(
                            "/api/v1/sessions/" + SESSION + "/messages", Map.of("to", "+" + FRIEND, "text", greeting))
                    .orFail("sending")
                    .body()
                    .path("id")
                    .asText();
            return "id " + id[0];
        });
        timed("Ben's phone has decrypted it", () -> {
            JsonNode copy = await("Ben's phone to show the message", () -> onPhone(FRIEND, id[0]));
            return "\"" + copy.path("text").asText() + "\", copies: "
                    + copy.path("copies").asInt();
        });
        String ownerLid = Optional.of(network.get("/admin/accounts/" + OWNER).orFail("looking at Ada's phone"))
                .map(answer -> answer.body().path("phone").asText())
                .orElseThrow();
        String reply = "Wonderful, I will come at five.";
        String replyId = network.post("/admin/accounts/" + FRIEND + "/messages", Map.of("to", ownerLid, "text", reply))
                .orFail("answering from Ben's phone")
                .body()
                .path("id")
                .asText();
        timed("Ben's answer has arrived in the gateway", () -> {
            JsonNode received = await("the answer", () -> inGateway(replyId));
            return "\"" + received.path("text").asText() + "\"";
        });
        timed("Ben opens the chat, and the message counts as read", () -> {
            network.post(
                            "/admin/accounts/" + FRIEND + "/receipts",
                            Map.of("chat", OWNER, "ids", new String[] {id[0]}, "type", "read"))
                    .orFail("sending the receipt");
            return await(
                            "the status",
                            () -> inGateway(id[0])
                                    .filter(message ->
                                            "read".equals(message.path("status").asText())))
                    .path("status")
                    .asText();
        });
    }

    private void history() {
        JsonNode messages = gateway.get("/api/v1/sessions/" + SESSION + "/messages?limit=6")
                .orFail("reading the history")
                .body()
                .path("items");
        out.println("      History kept from before (newest first):");
        for (JsonNode message : messages) {
            out.println("        " + (message.path("fromMe").asBoolean() ? "Ada: " : "Ben: ")
                    + message.path("text").asText());
        }
        if (messages.isEmpty()) {
            throw new TourFailed("the session was linked before, but its history is gone");
        }
        out.flush();
    }

    private Optional<JsonNode> onPhone(String number, String id) {
        for (JsonNode message : network.get("/admin/accounts/" + number + "/messages?limit=1000")
                .orFail("reading the phone")
                .body()) {
            if (id.equals(message.path("id").asText())
                    && !"undecryptable".equals(message.path("type").asText())) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> inGateway(String id) {
        Answer answer = gateway.get(
                "/api/v1/sessions/" + SESSION + "/messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(answer.orFail("reading the message").body());
    }

    private String state() {
        return gateway.get("/api/v1/sessions/" + SESSION)
                .orFail("looking at the session")
                .body()
                .path("state")
                .asText();
    }

    private void awaitState(String wanted) {
        await("the session to be " + wanted, () -> Optional.of(state()).filter(wanted::equals));
    }

    private <T> T await(String what, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > deadline) {
                throw new TourFailed(
                        "waited " + PATIENCE.toSeconds() + " s for " + what + "; the session is " + state());
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private void timed(String title, Supplier<String> work) {
        long start = System.nanoTime();
        String detail = work.get();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        step++;
        out.printf("  %2d  %-74s %6d ms%n", step, title, took);
        if (!detail.isEmpty()) {
            out.println("      " + detail);
        }
        out.flush();
    }
}
