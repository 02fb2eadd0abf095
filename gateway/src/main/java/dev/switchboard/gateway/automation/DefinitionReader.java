// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads definitions and settings: first against their JSON schema, then for what a schema cannot say. Every fault is
/// told with its path. Safe for many threads.
final class DefinitionReader {
    private static final int MOST_FAULTS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document;
    private final Schema schema;

    DefinitionReader() {
        this.document = resource("/automation/definition.schema.json");
        this.schema = registry.getSchema(document);
    }

    /// The schema of definitions.
    JsonNode schema() {
        return document;
    }

    /// A document that was read.
    ///
    /// @param definition there if it has no faults
    record Reading(List<Fault> faults, Optional<Definition> definition) {
        Reading {
            faults = List.copyOf(faults);
        }
    }

    Reading read(JsonNode text) {
        List<Fault> faults = against(schema, text, "");
        if (!faults.isEmpty()) {
            return new Reading(faults, Optional.empty());
        }
        Definition definition = JSON.treeToValue(text, Definition.class);
        List<Fault> more = new DefinitionReview(text, definition).faults();
        return more.isEmpty()
                ? new Reading(List.of(), Optional.of(definition))
                : new Reading(more.subList(0, Math.min(more.size(), MOST_FAULTS)), Optional.empty());
    }

    /// A definition that was read before.
    static Definition trusted(String text) {
        return JSON.readValue(text, Definition.class);
    }

    /// What is wrong with settings.
    List<Fault> settings(JsonNode schemaOfSettings, JsonNode settings) {
        return against(registry.getSchema(schemaOfSettings), settings, "/settings");
    }

    private static List<Fault> against(Schema schema, JsonNode text, String root) {
        LinkedHashMap<String, Fault> faults = new LinkedHashMap<>();
        for (Error error : schema.validate(text)) {
            Fault fault = new Fault(root + path(error), message(error));
            faults.putIfAbsent(fault.path() + " " + fault.message(), fault);
        }
        List<Fault> all = new ArrayList<>(faults.values());
        return all.subList(0, Math.min(all.size(), MOST_FAULTS));
    }

    private static String path(Error error) {
        String path = error.getInstanceLocation().toString();
        return path.startsWith("$") ? path.substring(1) : path;
    }

    private static String message(Error error) {
        String message = error.getMessage();
        return message == null ? error.getKeyword() : message;
    }

    static JsonNode resource(String name) {
        try (InputStream in = DefinitionReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource: " + name + " (expected: it is there)");
            }
            return JSON.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
