// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Users with their roles, and API keys.
@Hidden
@RestController
@RequestMapping("/dashboard/people")
final class PeoplePages {
    private static final String USERS = "/api/v1/users";
    private static final String KEYS = "/api/v1/api-keys";

    private final Pages pages;

    PeoplePages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> users(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "people/users", "users", Slice.of(turn, turn.api().get(USERS).orRefuse()));
    }

    private static List<String> sessions(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(id -> !id.isEmpty()).toList();
    }

    @PostMapping
    ResponseEntity<byte[]> invite(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : List.of("login", "name", "role", "password")) {
            body.put(name, turn.field(name));
        }
        body.put("sessions", sessions(turn.field("sessions")));
        turn.api().post(USERS, body).orRefuse();
        return turn.go("/dashboard/people");
    }

    @PostMapping("/users/{id}/change")
    ResponseEntity<byte[]> change(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : List.of("name", "role", "password")) {
            if (!turn.field(name).isEmpty()) {
                body.put(name, turn.field(name));
            }
        }
        body.put("sessions", sessions(turn.field("sessions")));
        body.put("disabled", turn.field("disabled").equals("on"));
        turn.api().call("PATCH", USERS + "/" + NativeApi.part(id), body).orRefuse();
        return turn.go("/dashboard/people");
    }

    @GetMapping("/users/{id}")
    ResponseEntity<byte[]> user(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "people/user",
                "user",
                turn.api().get(USERS + "/" + NativeApi.part(id)).orRefuse());
    }

    @PostMapping("/users/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", USERS + "/" + NativeApi.part(id), null).orRefuse();
        return turn.go("/dashboard/people");
    }

    @PostMapping("/users/{id}/totp")
    ResponseEntity<byte[]> totp(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call("DELETE", USERS + "/" + NativeApi.part(id) + "/totp", null)
                .orRefuse();
        return turn.go("/dashboard/people/users/" + NativeApi.part(id));
    }

    @GetMapping("/keys")
    ResponseEntity<byte[]> keys(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "people/keys", "keys", Slice.of(turn, turn.api().get(KEYS).orRefuse()));
    }

    @PostMapping("/keys")
    ResponseEntity<byte[]> newKey(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", turn.field("name"));
        body.put("role", turn.field("role"));
        body.put("sessions", sessions(turn.field("sessions")));
        return turn.show("people/secret", "key", turn.api().post(KEYS, body).orRefuse());
    }

    @PostMapping("/keys/{id}/rotate")
    ResponseEntity<byte[]> rotate(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "people/secret",
                "key",
                turn.api()
                        .post(KEYS + "/" + NativeApi.part(id) + "/rotate", Map.of())
                        .orRefuse());
    }

    @PostMapping("/keys/{id}/revoke")
    ResponseEntity<byte[]> revoke(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", KEYS + "/" + NativeApi.part(id), null).orRefuse();
        return turn.go("/dashboard/people/keys");
    }
}
