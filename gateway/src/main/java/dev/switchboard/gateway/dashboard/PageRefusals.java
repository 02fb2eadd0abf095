// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What the API refused becomes a page for whoever opened one, and stays the API's problem for a form that waits.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageRefusals {
    private final Pages pages;

    PageRefusals(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler(NativeApi.Refused.class)
    ResponseEntity<byte[]> refused(
            NativeApi.Refused refused, HttpServletRequest request, HttpServletResponse response) {
        NativeApi.Answer answer = refused.answer();
        if (request.getHeader("HX-Request") != null) {
            return ResponseEntity.status(answer.status())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(answer.body().node().toString().getBytes(StandardCharsets.UTF_8));
        }
        ResponseEntity<byte[]> page = pages.turn(request, response).show("frame/refused", "problem", answer.body());
        return ResponseEntity.status(answer.status()).contentType(Pages.HTML).body(page.getBody());
    }
}
