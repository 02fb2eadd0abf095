// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An event on its way to a broker.
///
/// @param lane what has to arrive in order: a chat, or the rest of a session
record SinkMessage(Event event, String lane) {
    /// The header that says which event it is, so that a repetition can be told.
    static final String ID = "event-id";

    /// The envelope, as everywhere else.
    byte[] body() {
        return event.json().getBytes(StandardCharsets.UTF_8);
    }

    /// What goes beside the body.
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, event.id());
        headers.put("event", event.name().text());
        headers.put("tenant", event.tenant().value());
        if (event.session() != null) {
            headers.put("session", event.session());
        }
        headers.put("lane", lane);
        return headers;
    }

    @Override
    public String toString() {
        return "SinkMessage[" + event.seq() + "]";
    }
}
