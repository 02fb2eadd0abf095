// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Linking pages of a session, as whoever makes them for a customer sees them.
@Hidden
@RestController
@RequestMapping("/dashboard/sessions/{id}/linking-pages")
final class CustomerLinkPages {
    private final Pages pages;

    CustomerLinkPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String session) {
        return SessionPages.api(session) + "/linking-pages";
    }

    /// A page of them; nothing for who may not see them.
    static Json of(Pages.Turn turn, String session) {
        return turn.api().get(api(session) + "?limit=10" + Forms.cursor(turn)).orNothing();
    }

    @GetMapping
    ResponseEntity<byte[]> list(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("sessions/linkpages", "session", id, "made", of(turn, id), "cursor", turn.field("cursor"));
    }

    @PostMapping
    ResponseEntity<byte[]> make(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("lifeSeconds", Forms.number(turn.fieldOr("life", "1800"), "life"));
        Forms.put(wish, turn, "language", "returnUrl");
        return turn.done(
                "linkpage.done",
                "sessions/linkpage",
                "link",
                turn.api().post(api(id), wish).orRefuse());
    }

    @PostMapping("/{link}/revoke")
    ResponseEntity<byte[]> revoke(
            @PathVariable String id,
            @PathVariable String link,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id) + "/" + NativeApi.part(link), null).orRefuse();
        return turn.done("linkpage.revoked");
    }
}
