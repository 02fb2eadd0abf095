// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who gets no campaigns, and the words by which people say so.
@Hidden
@RestController
@RequestMapping("/dashboard/audience")
final class OptOutPages {
    private static final String LIST = AudiencePages.API + "/suppression";
    private static final String POLICY = AudiencePages.API + "/opt-out";
    private static final int LANGUAGES = 20;

    private final Pages pages;

    OptOutPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/suppression")
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "audience/suppression",
                "list",
                turn.api().get(LIST + "?limit=25" + Forms.cursor(turn)).orRefuse(),
                "first",
                turn.field("cursor").isEmpty());
    }

    @PostMapping("/suppression")
    ResponseEntity<byte[]> add(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .post(
                        LIST,
                        Map.of("people", Forms.words(turn.field("people")), "reason", turn.fieldOr("reason", "manual")))
                .orRefuse();
        return turn.go("/dashboard/audience/suppression");
    }

    @PostMapping("/suppression/{person}/lift")
    ResponseEntity<byte[]> lift(@PathVariable String person, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", LIST + "/" + NativeApi.part(person), null).orRefuse();
        return turn.go("/dashboard/audience/suppression");
    }

    @GetMapping("/opt-out")
    ResponseEntity<byte[]> policy(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("audience/optout", "settings", turn.api().get(POLICY).orRefuse());
    }

    @PostMapping("/opt-out")
    ResponseEntity<byte[]> change(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("enabled", turn.field("enabled").equals("on"));
        wish.put("confirm", turn.field("confirm"));
        wish.put("language", turn.fieldOr("language", "en"));
        for (String words : List.of("stopWords", "startWords", "ignoredWords")) {
            wish.put(words, Forms.words(turn.field(words)));
        }
        Map<String, String> stopped = new LinkedHashMap<>();
        Map<String, String> started = new LinkedHashMap<>();
        for (int i = 0; i < LANGUAGES; i++) {
            String language = turn.field("language." + i);
            if (!language.isEmpty()) {
                put(stopped, language, turn.field("stopped." + i));
                put(started, language, turn.field("started." + i));
            }
        }
        wish.put("stopped", stopped);
        wish.put("started", started);
        turn.api().call("PUT", POLICY, wish).orRefuse();
        return turn.go("/dashboard/audience/opt-out");
    }

    private static void put(Map<String, String> texts, String language, String text) {
        if (!text.isEmpty()) {
            texts.put(language, text);
        }
    }
}
