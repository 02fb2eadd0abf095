// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp.Answer;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the QR codes of the gateway's sessions before the sandbox's phones, so that on their page one click scans:
/// the network itself knows that a client waits, but not the secret in its code.
final class ShownCodes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShownCodes.class);
    private static final long PACE_SECONDS = 2;

    private final JsonHttp gateway;
    private final JsonHttp network;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shown-codes").factory());

    private ShownCodes(JsonHttp gateway, JsonHttp network) {
        this.gateway = gateway;
        this.network = network;
    }

    /// Begins to look at the sessions again and again.
    static ShownCodes start(JsonHttp gateway, JsonHttp network) {
        ShownCodes codes = new ShownCodes(gateway, network);
        codes.pace.scheduleWithFixedDelay(codes::look, PACE_SECONDS, PACE_SECONDS, TimeUnit.SECONDS);
        return codes;
    }

    private void look() {
        try {
            for (JsonNode session :
                    gateway.get("/api/v1/sessions?limit=200").body().path("items")) {
                if (session.path("state").asText().equals("awaiting_scan")) {
                    show(session.path("id").asText());
                }
            }
        } catch (UncheckedIOException | TourFailed e) {
            LOG.debug("the sessions' codes cannot be shown to the phones: {}", e.getMessage());
        }
    }

    private void show(String session) {
        Answer code = gateway.get("/api/v1/sessions/" + session + "/qr?format=text");
        if (code.ok()) {
            network.postText(
                    "/admin/mock-phone/show-qr?label=" + session, code.text().strip());
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
        network.close();
        gateway.close();
    }
}
