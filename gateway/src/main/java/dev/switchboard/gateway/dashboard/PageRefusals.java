// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What was refused becomes a page for whoever opened one, and stays the API's problem for a form that waits, with
/// words in the page's language.
@Hidden
@RestController
@RestControllerAdvice(basePackageClasses = PageRefusals.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageRefusals {
    private final Pages pages;

    PageRefusals(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler(NativeApi.Refused.class)
    ResponseEntity<byte[]> refused(
            NativeApi.Refused refused, HttpServletRequest request, HttpServletResponse response) {
        return told(refused.answer().status(), refused.answer().body(), request, response);
    }

    /// What the pages refuse themselves.
    @ExceptionHandler(Refusal.class)
    ResponseEntity<byte[]> refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
        Json problem = pages.api().json(pages.api().text(refusal.problem()));
        return told(refusal.problem().status(), problem, request, response);
    }

    private ResponseEntity<byte[]> told(
            int status, Json problem, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        if (request.getHeader("HX-Request") != null) {
            Map<String, Object> body = new LinkedHashMap<>();
            problem.fields()
                    .forEach(field -> body.put(field.getKey(), field.getValue().node()));
            body.put("shown", turn.page().refusal(problem));
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(pages.api().text(body).getBytes(StandardCharsets.UTF_8));
        }
        ResponseEntity<byte[]> page = turn.show("frame/refused", "problem", problem);
        return ResponseEntity.status(status).contentType(Pages.HTML).body(page.getBody());
    }

    /// The words for a refusal that the browser got from the API itself, as with files.
    @PostMapping("/dashboard/refusal")
    ResponseEntity<String> words(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .header("X-Content-Type-Options", "nosniff")
                .body(turn.page().refusal(turn.read(turn.field("problem"))));
    }
}
