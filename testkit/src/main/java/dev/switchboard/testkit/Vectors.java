// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Loads golden vectors: JSON files that other implementations made. See `vectors/README.md` beside them.
public final class Vectors {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Vectors() {}

    /// Transport, nodes, login and pairing.
    public static JsonNode auth() {
        return resource("/vectors/vectors-auth.json");
    }

    /// Signal, messages, media and app state.
    public static JsonNode messaging() {
        return resource("/vectors/vectors-messaging.json");
    }

    /// Any JSON resource of testkit, by absolute path.
    public static JsonNode resource(String path) {
        return resource(Vectors.class, path);
    }

    /// A JSON resource on the class path of another type, such as the test itself.
    public static JsonNode resource(Class<?> owner, String path) {
        try (InputStream in = owner.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + path + " (expected: one that exists)");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The field at a path such as `keys/intermediate/private`, which must be there.
    public static JsonNode at(JsonNode vectors, String path) {
        JsonNode found = vectors.at("/" + path);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("vector field: " + path + " (expected: one that exists)");
        }
        return found;
    }

    /// The bytes that the field at a path holds as hex.
    public static byte[] hex(JsonNode vectors, String path) {
        return hex(at(vectors, path));
    }

    /// The bytes that a field holds as hex.
    public static byte[] hex(JsonNode field) {
        return HexFormat.of().parseHex(field.textValue());
    }

    /// The elements of an array, for parameterised tests.
    public static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
