// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.group;

import dev.switchboard.bench.Network;
import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.Companion;
import dev.switchboard.client.CompanionConfig;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A companion of ours in this process, linked to an account of the simulated network.
final class LinkedDevice implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Companion companion;
    private final CountDownLatch ready = new CountDownLatch(1);

    private LinkedDevice(Network network, ClientRuntime runtime, DeviceStore store, String phone) {
        NetworkEndpoint endpoint = new NetworkEndpoint(
                URI.create(network.chatUri()),
                "https://web.whatsapp.com",
                noiseRoot(network),
                Optional.of(ca(network)));
        this.companion = new Companion(
                CompanionConfig.builder(phone, endpoint).build(),
                runtime,
                store,
                events -> events.forEach(event -> heard(network, phone, event)));
    }

    /// Links a new device to an account and waits until it has taken in what waited for it.
    static LinkedDevice link(Network network, ClientRuntime runtime, DeviceStore store, String phone) {
        LinkedDevice device = new LinkedDevice(network, runtime, store, phone);
        device.companion.start();
        try {
            if (!device.ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a device was not linked: " + device.companion.state());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return device;
    }

    private void heard(Network network, String phone, ClientEvent event) {
        switch (event) {
            case ClientEvent.QrOffered(String text, var _) ->
                Thread.startVirtualThread(() -> network.admin()
                        .postText("/admin/mock-phone/scan-qr?account=" + phone, text)
                        .orFail("scanning"));
            case ClientEvent.OfflineDrained _ -> ready.countDown();
            default -> {}
        }
    }

    private static Bytes noiseRoot(Network network) {
        return Bytes.fromHex(network.admin()
                .get("/admin/noise-root")
                .orFail("reading the root")
                .text()
                .strip());
    }

    private static String ca(Network network) {
        try {
            return Files.readString(network.caFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Companion companion() {
        return companion;
    }

    static <T> T await(Reply<T> reply) {
        try {
            return reply.await(PATIENCE).orElseThrow(() -> new IllegalStateException("no answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static <T> T given(Reply<Answer<T>> reply) {
        Answer<T> answer = await(reply);
        if (answer instanceof Answer.Given<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("the network answered: " + answer);
    }

    @Override
    public void close() {
        await(companion.stop());
    }
}
