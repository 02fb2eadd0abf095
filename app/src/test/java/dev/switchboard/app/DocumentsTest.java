// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps the documents true: what they point at exists.
final class DocumentsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern NAMED_PATH =
            Pattern.compile("`((?:wire|client|sandbox|gateway|app|bench|interop|testkit|docs)/[A-Za-z0-9_./-]+)`");

    @Test
    void everyPathNamedInADocumentExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            String text = Files.readString(document);
            Matcher links = LINK.matcher(text);
            while (links.find()) {
                if (!Files.exists(document.resolveSibling(links.group(1)))) {
                    missing.add(ROOT.relativize(document) + " -> " + links.group(1));
                }
            }
            Matcher paths = NAMED_PATH.matcher(text);
            while (paths.find()) {
                if (!Files.exists(ROOT.resolve(paths.group(1)))) {
                    missing.add(ROOT.relativize(document) + " -> " + paths.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void decisionRecordsHaveUniqueNumbersAndAStatus() throws IOException {
        Set<String> numbers = new HashSet<>();
        try (Stream<Path> records = Files.list(ROOT.resolve("docs/adr"))) {
            for (Path decision : records.sorted().toList()) {
                String name = decision.getFileName().toString();
                assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
                assertThat(numbers.add(name.substring(0, 4))).as(name).isTrue();
                assertThat(Files.readString(decision)).as(name).contains("Status:");
            }
        }
        assertThat(numbers).isNotEmpty();
    }

    @Test
    void everyWordOfTheArchitecturePageThatLooksLikeAClassIsOne() throws IOException {
        Set<String> known = new HashSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(path -> path.toString().endsWith(".java")
                            && !path.toString().contains("/target/"))
                    .forEach(path -> known.add(path.getFileName().toString().replace(".java", "")));
        }
        Matcher names =
                Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`").matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")));
        List<String> unknown = new ArrayList<>();
        while (names.find()) {
            if (!known.contains(names.group(1))) {
                unknown.add(names.group(1));
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
