// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.StorageFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The schema's history: which migrations there are, and their application.
final class Migrations {
    /// How many there are, counted by the build. They are the same for all databases.
    static final int COUNT = count();

    private Migrations() {}

    private static int count() {
        return Integer.parseInt(text("/db/migrations.count")
                .orElseThrow(() -> new IllegalStateException("db/migrations.count is missing (the build writes it)"))
                .strip());
    }

    private static Optional<String> text(String resource) {
        try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StorageFailed("the resource " + resource + " cannot be read", e);
        }
    }

    private static String place(Dialect dialect, String name) {
        return "/db/migration/" + (dialect == Dialect.SQLITE ? "sqlite/" : "postgresql/") + name;
    }

    /// Whether this program has the migration.
    static boolean isKnown(String name) {
        return text(place(Dialect.SQLITE, name)).isPresent();
    }

    /// Applies what is missing.
    ///
    /// @param only the migrations to apply, by their files' names; empty for all
    static void apply(FluentConfiguration flyway, Dialect dialect, Optional<Set<String>> only) {
        flyway.locations("classpath:db/migration/" + (dialect == Dialect.SQLITE ? "sqlite" : "postgresql"))
                .loggers("slf4j")
                .outOfOrder(true);
        only.ifPresent(names -> flyway.resourceProvider(new Chosen(dialect, names)));
        flyway.load().migrate();
    }

    static FluentConfiguration flyway() {
        return Flyway.configure(Migrations.class.getClassLoader());
    }

    /// Some of the migrations.
    private record Chosen(Dialect dialect, Set<String> names) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return names.contains(name) ? new Script(name, script(name)) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return names.stream()
                    .filter(name -> name.startsWith(prefix)
                            && List.of(suffixes).stream().anyMatch(name::endsWith))
                    .<LoadableResource>map(name -> new Script(name, script(name)))
                    .toList();
        }

        private String script(String name) {
            return text(place(dialect, name))
                    .orElseThrow(() -> new StorageFailed("the migration " + name + " is not known here", null));
        }
    }

    private static final class Script extends LoadableResource {
        private final String name;
        private final String text;

        private Script(String name, String text) {
            this.name = name;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
