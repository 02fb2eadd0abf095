// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.pairing.QrImage;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What people set about themselves and, with the right to, about the tenant.
@Hidden
@RestController
@RequestMapping("/dashboard/settings")
final class SettingsPages {
    private static final List<String> LIMITS =
            List.of("perMinute", "perHour", "perDay", "gapMinMillis", "gapMaxMillis");

    private final Pages pages;

    SettingsPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> show(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "settings/settings",
                "me",
                turn.api().get("/api/v1/me").orRefuse(),
                "policy",
                turn.api().get("/api/v1/send-policy").orNothing(),
                "theme",
                turn.api().get("/api/v1/theme").orNothing());
    }

    @PostMapping("/password")
    ResponseEntity<byte[]> password(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call(
                        "PUT",
                        "/api/v1/me/password",
                        Map.of("current", turn.field("current"), "password", turn.field("password")))
                .orRefuse();
        return turn.go("/");
    }

    @PostMapping("/codes")
    ResponseEntity<byte[]> codes(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json secret = turn.api()
                .post("/api/v1/me/totp", Map.of("current", turn.field("current")))
                .orRefuse();
        return turn.show(
                "settings/codes",
                "secret",
                secret,
                "qr",
                QrImage.of(secret.text("uri")).dataUrl());
    }

    @PostMapping("/codes/confirm")
    ResponseEntity<byte[]> confirm(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .post("/api/v1/me/totp/confirm", Map.of("code", turn.field("code")))
                .orRefuse();
        return turn.go("/dashboard/settings");
    }

    @PostMapping("/codes/end")
    ResponseEntity<byte[]> end(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call("DELETE", "/api/v1/me/totp", Map.of("current", turn.field("current")))
                .orRefuse();
        return turn.go("/dashboard/settings");
    }

    @PostMapping("/policy")
    ResponseEntity<byte[]> policy(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        for (String name : LIMITS) {
            if (!turn.field(name).isEmpty()) {
                wish.put(name, Forms.number(turn.field(name), name));
            }
        }
        turn.api().call("PUT", "/api/v1/send-policy", wish).orRefuse();
        return turn.done("done.saved");
    }

    @PostMapping("/theme")
    ResponseEntity<byte[]> theme(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        for (String name : List.of("name", "color", "language")) {
            if (!turn.field(name).isEmpty()) {
                wish.put(name, turn.field(name));
            }
        }
        turn.api().call("PUT", "/api/v1/theme", wish).orRefuse();
        return turn.done("done.saved");
    }
}
