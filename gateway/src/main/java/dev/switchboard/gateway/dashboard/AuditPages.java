// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who did what, and whether nobody has tampered with it.
@Hidden
@RestController
@RequestMapping("/dashboard/audit")
final class AuditPages {
    private final Pages pages;

    AuditPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, String> filter = new LinkedHashMap<>();
        for (String name : new String[] {"type", "session", "actor", "action"}) {
            if (!turn.field(name).isEmpty()) {
                filter.put(name, turn.field(name));
            }
        }
        String query = filter.entrySet().stream()
                .map(entry -> "&" + entry.getKey() + "=" + NativeApi.part(entry.getValue()))
                .collect(Collectors.joining());
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get("/api/v1/audit?limit=50" + query + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        String address = "/dashboard/audit" + (query.isEmpty() ? "" : "?" + query.substring(1));
        return turn.show("audit/list", "list", list, "filter", filter, "address", address, "first", cursor.isEmpty());
    }

    @GetMapping("/verify")
    ResponseEntity<byte[]> verify(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "audit/verdict",
                "verdict",
                turn.api().get("/api/v1/audit/verify").orRefuse());
    }
}
