// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;

/// The overview at the front.
final class HomePage {
    private static final int LOOKED_AT = 50;
    private static final int SHOWN = 6;

    ResponseEntity<byte[]> show(Pages.Turn turn) {
        Json sessions = turn.api().get("/api/v1/sessions?limit=" + LOOKED_AT).orNothing();
        List<Json> all = sessions.items("items");
        long connected = all.stream()
                .filter(session -> session.text("state").equals("connected"))
                .count();
        List<Json> attention = all.stream()
                .filter(session -> !session.text("state").equals("connected"))
                .limit(SHOWN)
                .toList();
        String first = all.stream()
                .filter(session -> session.flag("linked"))
                .map(session -> session.text("id"))
                .findFirst()
                .orElse("");
        List<Json> chats = first.isEmpty()
                ? List.of()
                : turn.api()
                        .get(SessionPages.api(first) + "/chats?limit=" + SHOWN)
                        .orNothing()
                        .items("items");
        return turn.show(
                "home/home",
                "setup",
                turn.api().get("/api/v1/setup").orNothing(),
                "figures",
                turn.api().get("/metrics").orNothing().at("metrics"),
                "connections",
                turn.json(Map.of("connected", connected, "all", all.size(), "more", sessions.has("next"))),
                "attention",
                attention,
                "chats",
                chats,
                "session",
                first);
    }
}
