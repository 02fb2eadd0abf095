// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Writes a problem where no controller is involved: in filters and at the container's own refusals.
public final class ProblemWriter {
    /// The media type of problems.
    public static final String MEDIA_TYPE = "application/problem+json";

    private final JsonMapper json;
    private final List<RefusalForm> forms;

    /// @param forms the forms that refusals have on the addresses of dialects
    public ProblemWriter(JsonMapper json, List<RefusalForm> forms) {
        this.json = json;
        this.forms = List.copyOf(forms);
    }

    /// Writes it in the form that belongs to the request's address.
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        for (RefusalForm form : forms) {
            if (form.covers(request.getRequestURI())) {
                write(response, problem, "application/json", form.body(problem));
                return;
            }
        }
        write(response, problem, MEDIA_TYPE, problem);
    }

    private void write(HttpServletResponse response, Problem problem, String type, Object answer) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        if (problem.status() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfter() != null) {
            response.setHeader("Retry-After", problem.retryAfter().toString());
        }
        byte[] body = json.writeValueAsBytes(answer);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
