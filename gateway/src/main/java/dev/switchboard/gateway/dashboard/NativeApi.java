// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The native API as pages call it: in this process, on the caller's own behalf. A call takes the same way as a request
/// from outside once its credential is known, so the same gate asks for the same permission.
public final class NativeApi {
    private final ObjectProvider<DispatcherServlet> dispatcher;
    private final JsonMapper json;

    NativeApi(ObjectProvider<DispatcherServlet> dispatcher, JsonMapper json) {
        this.dispatcher = dispatcher;
        this.json = json;
    }

    /// What the API answered.
    ///
    /// @param body its JSON; nothing if there was none
    /// @param cookie a cookie it sets
    public record Answer(int status, Json body, Optional<String> cookie) {
        public boolean ok() {
            return status < 300;
        }

        /// The body, if the answer is a good one.
        public Json orNothing() {
            return ok() ? body : Json.NOTHING;
        }

        /// The body; a refusal becomes the page's own.
        public Json orRefuse() {
            if (!ok()) {
                throw new Refused(this);
            }
            return body;
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /// The API refused; the browser is told what it said.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Answer answer;

        Refused(Answer answer) {
            super("the API refused a page with " + answer.status());
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }

    /// A caller's way to the API while one of its requests is answered.
    public final class Calls {
        private final HttpServletRequest request;
        private final HttpServletResponse response;

        private Calls(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        public Answer get(String address) {
            return call("GET", address, null);
        }

        public Answer post(String address, @Nullable Object body) {
            return call("POST", address, body);
        }

        /// Calls the API.
        ///
        /// @param address path and query; parts that come from outside go through [NativeApi#part]
        /// @param body becomes JSON
        public Answer call(String method, String address, @Nullable Object body) {
            byte[] bytes = body == null ? new byte[0] : json.writeValueAsBytes(body);
            return answer(new InnerRequest(request, method, address, "application/json", bytes));
        }

        /// Hands in a table as a CSV file.
        public Answer postCsv(String address, String table) {
            return answer(
                    new InnerRequest(request, "POST", address, "text/csv", table.getBytes(StandardCharsets.UTF_8)));
        }

        private Answer answer(InnerRequest inner) {
            InnerResponse answer = new InnerResponse(response);
            try {
                dispatcher.getObject().service(inner, answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ServletException e) {
                throw new IllegalStateException("the API could not be asked", e);
            }
            return new Answer(
                    answer.getStatus(), read(answer.body()), Optional.ofNullable(answer.getHeader("Set-Cookie")));
        }
    }

    Calls on(HttpServletRequest request, HttpServletResponse response) {
        return new Calls(request, response);
    }

    Json read(byte[] body) {
        try {
            return body.length == 0 ? Json.NOTHING : new Json(json.readTree(body));
        } catch (JacksonException _) {
            return new Json(json.valueToTree(Map.of("text", new String(body, StandardCharsets.UTF_8))));
        }
    }

    Json json(String text) {
        return new Json(json.readTree(text));
    }

    String text(Object value) {
        return json.writeValueAsString(value);
    }

    /// A part of an address, encoded.
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
