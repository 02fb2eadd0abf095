// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp.Answer;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// One session's traffic: a caller of the API and the correspondent's phone, each of which sends its messages one after
/// the other. The caller is a careful one: it repeats a request that was not answered with the same `Idempotency-Key`.
/// The phone's owner looks whether the message is there before writing it again.
final class Traffic {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Network network;
    private final GatewayProcess gateway;
    private final CrashPlan plan;
    private final int index;
    private final Semaphore toPhone = new Semaphore(0);
    private final Semaphore toGateway = new Semaphore(0);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> answered = new CopyOnWriteArrayList<>();
    private final LongAdder repeated;
    private final List<Thread> threads;

    Traffic(Network network, GatewayProcess gateway, CrashPlan plan, int index, LongAdder repeated) {
        this.network = network;
        this.gateway = gateway;
        this.plan = plan;
        this.index = index;
        this.repeated = repeated;
        this.threads = List.of(
                Thread.ofVirtual().name("caller-" + index).start(this::call),
                Thread.ofVirtual().name("phone-" + index).start(this::write));
    }

    /// Lets so many more messages go each way.
    void release(int more) {
        toPhone.release(more);
        toGateway.release(more);
    }

    String session() {
        return plan.session(index);
    }

    String friend() {
        return plan.friend(index);
    }

    /// Ids of the messages that the API accepted.
    List<String> sent() {
        return sent;
    }

    /// Ids of the messages that the phone sent.
    List<String> answered() {
        return answered;
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void call() {
        for (int i = 0; i < plan.each(); i++) {
            toPhone.acquireUninterruptibly();
            String body = "{\"to\":\"" + friend() + "\",\"text\":\"to phone " + i + "\"}";
            sent.add(untilAccepted(session() + "-" + i, body));
        }
    }

    private String untilAccepted(String key, String body) {
        while (true) {
            try {
                Answer answer = gateway.api()
                        .send(
                                "POST",
                                "/api/v1/sessions/" + session() + "/messages",
                                body,
                                "application/json",
                                Map.of("Idempotency-Key", key));
                if (answer.ok()) {
                    return answer.body().path("id").asText();
                }
                if (answer.status() < 500 && answer.status() != 409 && answer.status() != 429) {
                    throw new IllegalStateException("a message was refused: " + answer.status() + " " + answer.text());
                }
            } catch (UncheckedIOException e) {
                repeated.increment();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void write() {
        for (int i = 0; i < plan.each(); i++) {
            toGateway.acquireUninterruptibly();
            answered.add(untilWritten("to gateway " + i));
        }
    }

    private String untilWritten(String text) {
        boolean unsure = false;
        while (true) {
            try {
                Optional<String> there = unsure ? written(text) : Optional.empty();
                if (there.isPresent()) {
                    return there.get();
                }
                return network.admin()
                        .post(
                                "/admin/accounts/" + friend() + "/messages",
                                Map.of("to", plan.owner(index), "text", text))
                        .orFail("sending from the phone")
                        .body()
                        .path("id")
                        .asText();
            } catch (UncheckedIOException e) {
                unsure = true;
                repeated.increment();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private Optional<String> written(String text) {
        String after = answered.isEmpty() ? "" : "&after=" + answered.getLast();
        for (JsonNode message : network.admin()
                .get("/admin/accounts/" + friend() + "/messages?limit=5000" + after)
                .orFail("reading the phone")
                .body()) {
            if (message.path("fromMe").asBoolean()
                    && message.path("text").asText().equals(text)) {
                return Optional.of(message.path("id").asText());
            }
        }
        return Optional.empty();
    }
}
