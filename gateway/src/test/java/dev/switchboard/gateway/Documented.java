// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The requests and answers that one dialect's document shows, and a caller that makes these very requests and holds
/// the answers against them: every field that is shown has to be there, in its place, with its kind of value.
final class Documented {
    private final JsonNode cases;
    private final Harness harness;
    private final Set<String> made = new HashSet<>();

    private Documented(JsonNode cases, Harness harness) {
        this.cases = cases;
        this.harness = harness;
    }

    static Documented of(String dialect, Harness harness) {
        try (InputStream file = Documented.class.getResourceAsStream("dialect/" + dialect + ".json")) {
            return new Documented(Harness.JSON.readTree(file).path("cases"), harness);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode named(String name) {
        JsonNode found = cases.path(name);
        assertThat(found.isMissingNode()).as("case " + name).isFalse();
        return found;
    }

    /// Makes the documented request, and checks that the answer has the documented status and shape.
    ///
    /// @param values what stands in the places of the document's examples, in pairs
    Answer make(String name, String... values) {
        Answer answer = send(name, values);
        JsonNode documented = named(name);
        assertThat(answer.status())
                .as(name + ": " + answer.body())
                .isEqualTo(documented.path("status").asInt(200));
        fits(name, documented.path("response"), answer.json());
        return answer;
    }

    /// Makes the documented request, whatever comes of it.
    Answer send(String name, String... values) {
        made.add(name);
        JsonNode documented = named(name);
        String path = put(documented.path("path").asString(), values);
        Harness.Call call =
                harness.call(documented.path("method").asString(), path).noKey();
        documented
                .path("headers")
                .properties()
                .forEach(header ->
                        call.header(header.getKey(), put(header.getValue().asString(), values)));
        if (documented.has("request")) {
            call.body(put(documented.path("request").toString(), values));
        }
        return call.send();
    }

    /// Holds a message that came by socket against the documented one.
    void check(String name, JsonNode message) {
        made.add(name);
        fits(name, named(name).path("response"), message);
    }

    private static String put(String text, String... values) {
        String result = text;
        for (int i = 0; i < values.length; i += 2) {
            result = result.replace(values[i], values[i + 1]);
        }
        return result;
    }

    /// All cases must have been made.
    void complete() {
        assertThat(made).containsExactlyInAnyOrderElementsOf(cases.propertyNames());
    }

    private static void fits(String where, JsonNode documented, JsonNode actual) {
        if (documented.isObject()) {
            assertThat(actual.isObject()).as(where + " is " + actual).isTrue();
            documented.properties().forEach(field -> {
                assertThat(actual.has(field.getKey()))
                        .as(where + "." + field.getKey() + " is there")
                        .isTrue();
                fits(where + "." + field.getKey(), field.getValue(), actual.get(field.getKey()));
            });
        } else if (documented.isArray()) {
            assertThat(actual.isArray()).as(where).isTrue();
            if (!documented.isEmpty()) {
                assertThat(actual).as(where).isNotEmpty();
                actual.forEach(item -> fits(where + "[]", documented.get(0), item));
            }
        } else if (!documented.isNull()) {
            assertThat(actual.getNodeType()).as(where + " is " + actual).isEqualTo(documented.getNodeType());
        }
    }
}
