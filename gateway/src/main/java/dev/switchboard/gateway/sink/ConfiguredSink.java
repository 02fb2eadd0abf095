// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A sink that the operator's file names: it gets the events of all tenants.
///
/// @param name unique in the file; its place in the log is kept under it
record ConfiguredSink(
        String name,
        SinkTarget target,
        @Nullable List<String> events,
        @Nullable String password) {

    private record Sheet(List<ConfiguredSink> sinks) {}

    /// Reads the file: `{"sinks":[{"name":"...","target":{"kind":"kafka",...},"events":["*"],"password":"..."}]}`.
    static List<ConfiguredSink> read(Path file, JsonMapper json) {
        try {
            List<ConfiguredSink> sinks =
                    json.readValue(Files.readString(file), Sheet.class).sinks();
            if (sinks == null || sinks.stream().anyMatch(sink -> sink.name() == null || sink.target() == null)) {
                throw new ConfigurationRefused("sinks: a sink without name or target");
            }
            if (sinks.stream().map(ConfiguredSink::name).distinct().count() != sinks.size()) {
                throw new ConfigurationRefused("sinks: two have the same name");
            }
            return sinks;
        } catch (IOException | JacksonException e) {
            throw new ConfigurationRefused("sinks: the file cannot be read (expected: {\"sinks\":[...]})");
        }
    }

    @Override
    public String toString() {
        return "ConfiguredSink[" + name + "]";
    }
}
