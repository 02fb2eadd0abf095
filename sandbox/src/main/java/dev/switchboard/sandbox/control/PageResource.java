// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.control.Route.Call;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// The page on which people use the phones: a few files out of the jar, which need nothing from elsewhere.
final class PageResource {

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "start.html", "text/html; charset=utf-8",
            "phone.css", "text/css; charset=utf-8",
            "view.js", "text/javascript; charset=utf-8",
            "phone.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                            + "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                            + "frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-cache");

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", _ -> file("start.html")),
                Route.of("GET", "/phone", this::index),
                Route.of("GET", "/phone/{}", call -> file(call.variable(0))));
    }

    private HttpResponse index(Call call) {
        return call.request().path().endsWith("/")
                ? file("index.html")
                : HttpResponse.empty(301).with(Map.of("Location", "/phone/"));
    }

    private static HttpResponse file(String name) {
        String type = TYPES.get(name);
        if (type == null) {
            throw AdminRefusal.notFound("there is nothing at this path");
        }
        try (InputStream in = PageResource.class.getResourceAsStream("/dev/switchboard/sandbox/page/" + name)) {
            if (in == null) {
                throw AdminRefusal.notFound("the page is not in this build");
            }
            return new HttpResponse(200, type, HEADERS, Bytes.copyOf(in.readAllBytes()));
        } catch (IOException _) {
            throw AdminRefusal.notFound("the page cannot be read");
        }
    }
}
