// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.access.PageAccess;
import dev.switchboard.gateway.access.PageAccess.Visit;
import dev.switchboard.gateway.event.EventLog;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Makes pages and parts of pages from templates, and gives controllers what they need for it.
public final class Pages {
    static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader());
    private final PageAccess access;
    private final NativeApi api;
    private final Texts texts;
    private final RefusalWords refusals = new RefusalWords();
    private final Assets assets = new Assets();
    private final EventLog events;
    private final InstantSource time;
    private final boolean demo;

    Pages(PageAccess access, NativeApi api, Texts texts, EventLog events, InstantSource time, boolean demo) {
        this.access = access;
        this.api = api;
        this.texts = texts;
        this.events = events;
        this.time = time;
        this.demo = demo;
    }

    Texts texts() {
        return texts;
    }

    RefusalWords refusals() {
        return refusals;
    }

    Assets assets() {
        return assets;
    }

    boolean demo() {
        return demo;
    }

    Instant now() {
        return time.instant();
    }

    long newestEvent() {
        return events.newest();
    }

    PageAccess access() {
        return access;
    }

    NativeApi api() {
        return api;
    }

    /// One request to the dashboard: the API on the visitor's behalf, and the templates.
    public final class Turn {
        private final HttpServletRequest request;
        private final Page page;
        private final NativeApi.Calls calls;

        private Turn(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            Optional<Visit> visit = access.visit(request);
            this.page = new Page(
                    Pages.this,
                    visit,
                    Look.of(request),
                    request.getRequestURI(),
                    visit.map(Visit::caller).map(access::name).orElse(""));
            this.calls = api.on(request, response);
        }

        public Page page() {
            return page;
        }

        public NativeApi.Calls api() {
            return calls;
        }

        /// Values as templates read them.
        public Json json(Map<String, ?> values) {
            return api.json(api.text(values));
        }

        /// JSON that came in a field; nothing if it is none.
        public Json read(String text) {
            return api.read(text.getBytes(StandardCharsets.UTF_8));
        }

        /// A field of the form or of the query; empty text if it is not there.
        public String field(String name) {
            String value = request.getParameter(name);
            return value == null ? "" : value.strip();
        }

        public String fieldOr(String name, String other) {
            String value = field(name);
            return value.isEmpty() ? other : value;
        }

        public java.util.List<String> fields(String name) {
            String[] values = request.getParameterValues(name);
            return values == null ? java.util.List.of() : java.util.List.of(values);
        }

        /// A page or a part of one.
        ///
        /// @param parts name and value in turn
        public ResponseEntity<byte[]> show(String template, Object... parts) {
            return ResponseEntity.ok().contentType(HTML).body(html(template, parts));
        }

        private byte[] html(String template, Object... parts) {
            Map<String, Object> values = new HashMap<>();
            values.put("page", page);
            for (int i = 0; i < parts.length; i += 2) {
                values.put(parts[i].toString(), parts[i + 1]);
            }
            Utf8ByteOutput out = new Utf8ByteOutput();
            templates.render(template + ".jte", values, out);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(out.getContentLength());
            try {
                out.writeTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        /// Done; the browser shows these words for a moment and asks again for what changed.
        ///
        /// @param key of the words
        public ResponseEntity<byte[]> done(String key) {
            return ResponseEntity.status(HttpStatus.NO_CONTENT)
                    .header("HX-Trigger", told(key))
                    .build();
        }

        /// The same with a part of the page.
        public ResponseEntity<byte[]> done(String key, String template, Object... parts) {
            return ResponseEntity.ok()
                    .contentType(HTML)
                    .header("HX-Trigger", told(key))
                    .body(html(template, parts));
        }

        private String told(String key) {
            StringBuilder ascii = new StringBuilder();
            for (char letter :
                    pages().api.text(Map.of("told", page.t(key), "changed", "")).toCharArray()) {
                ascii.append(letter < 127 ? String.valueOf(letter) : "\\u%04x".formatted((int) letter));
            }
            return ascii.toString();
        }

        private Pages pages() {
            return Pages.this;
        }

        /// Has the browser go to another page.
        public ResponseEntity<byte[]> go(String address) {
            boolean enhanced = request.getHeader("HX-Request") != null;
            return enhanced
                    ? ResponseEntity.status(HttpStatus.NO_CONTENT)
                            .header("HX-Redirect", address)
                            .build()
                    : ResponseEntity.status(HttpStatus.SEE_OTHER)
                            .header("Location", address)
                            .build();
        }
    }

    /// Begins the answer to a request.
    public Turn turn(HttpServletRequest request, HttpServletResponse response) {
        return new Turn(request, response);
    }
}
