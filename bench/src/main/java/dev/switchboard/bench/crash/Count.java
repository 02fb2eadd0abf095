// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.GatewayProcess;
import dev.switchboard.bench.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what is where.
final class Count {
    private static final int PAGE = 500;

    private final Network network;
    private final GatewayProcess gateway;
    private final HookReceiver receiver;
    private final CrashPlan plan;
    private final Map<String, List<Long>> logged = new HashMap<>();
    private long cursor;
    private int atPhones;
    private int atGateway;
    private int lost;
    private int doubled;
    private int undecryptable;
    private int missing;
    private int disordered;

    Count(Network network, GatewayProcess gateway, HookReceiver receiver, CrashPlan plan) {
        this.network = network;
        this.gateway = gateway;
        this.receiver = receiver;
        this.plan = plan;
    }

    CrashOutcome now(List<Traffic> traffic, long audit) {
        atPhones = atGateway = lost = doubled = undecryptable = missing = disordered = 0;
        readLog();
        for (Traffic session : traffic) {
            phone(session);
            stored(session);
            hooks(session);
            lost += 2 * plan.each() - session.sent().size() - session.answered().size();
        }
        int events = logged.values().stream().mapToInt(List::size).sum();
        CrashOutcome.Hooks hooks =
                new CrashOutcome.Hooks(events, missing, disordered, receiver.requests(), receiver.failed());
        return new CrashOutcome(
                plan.each() * plan.sessions(), atPhones, atGateway, lost, doubled, undecryptable, hooks, audit);
    }

    private void phone(Traffic session) {
        Map<String, Integer> copies = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (JsonNode message : network.phoneMessages(session.friend(), 10 * plan.each())) {
            if (message.path("fromMe").asBoolean()) {
                continue;
            }
            if ("undecryptable".equals(message.path("type").asText())) {
                undecryptable++;
                continue;
            }
            copies.merge(message.path("id").asText(), message.path("copies").asInt(), Integer::sum);
            if (!texts.add(message.path("text").asText())) {
                doubled++;
            }
        }
        atPhones += copies.size();
        doubled += more(copies);
        lost += missing(session.sent(), copies.keySet());
    }

    private void stored(Traffic session) {
        Map<String, Integer> copies = new HashMap<>();
        String next = "";
        do {
            JsonNode page =
                    gateway.messages(session.session(), "limit=" + PAGE + (next.isEmpty() ? "" : "&cursor=" + next));
            for (JsonNode message : page.path("items")) {
                if (!message.path("fromMe").asBoolean()) {
                    copies.merge(message.path("id").asText(), 1, Integer::sum);
                }
            }
            next = page.path("next").isTextual() ? page.path("next").asText() : "";
        } while (!next.isEmpty());
        atGateway += copies.size();
        doubled += more(copies);
        lost += missing(session.answered(), copies.keySet());
    }

    /// Every event that was logged has to be with the receiver, in the order of the log: each session has one chat.
    private void hooks(Traffic session) {
        List<Long> wanted = logged.getOrDefault(session.session(), List.of());
        List<Long> got = new ArrayList<>(receiver.of(session.session()));
        Set<Long> there = new HashSet<>(got);
        missing += (int) wanted.stream().filter(seq -> !there.contains(seq)).count();
        long before = 0;
        for (long seq : got) {
            if (seq < before) {
                disordered++;
            }
            before = Math.max(before, seq);
        }
    }

    private void readLog() {
        while (true) {
            JsonNode page = gateway.api()
                    .get("/api/v1/events?limit=" + PAGE + "&after=" + cursor)
                    .orFail("reading events")
                    .body();
            JsonNode items = page.path("items");
            for (JsonNode event : items) {
                cursor = event.path("seq").asLong();
                if (plan.events().contains(event.path("event").asText())) {
                    logged.computeIfAbsent(event.path("session").asText(), _ -> new ArrayList<>())
                            .add(cursor);
                }
            }
            if (items.size() < PAGE) {
                return;
            }
        }
    }

    private static int missing(List<String> expected, Set<String> seen) {
        return (int) expected.stream().filter(id -> !seen.contains(id)).count();
    }

    private static int more(Map<String, Integer> counts) {
        return (int) counts.values().stream().filter(count -> count > 1).count();
    }
}
