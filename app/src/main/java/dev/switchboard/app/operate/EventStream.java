// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The gateway's event stream, read until the reader has had enough or the gateway ends it.
final class EventStream {
    private static final String DATA = "data: ";

    private EventStream() {}

    /// Hands each event on for as long as the answer is to go on.
    ///
    /// @param query such as `session=shop&event=session.state`
    static void read(Target target, String query, Predicate<JsonNode> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url().resolve("/api/v1/events?" + query))
                .header("Accept", "text/event-stream");
        target.credentials().forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new CommandFailed("the gateway answered " + response.statusCode() + " to the event stream");
            }
            try (Stream<String> lines = response.body()) {
                Iterator<String> each = lines.iterator();
                boolean wanted = true;
                while (wanted && each.hasNext()) {
                    String line = each.next();
                    wanted = !line.startsWith(DATA) || more.test(event(line.substring(DATA.length())));
                }
            }
            http.shutdownNow();
        } catch (IOException e) {
            throw target.unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        }
    }

    private static JsonNode event(String text) {
        try {
            return JsonHttp.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailed("the event stream is not what it should be");
        }
    }
}
