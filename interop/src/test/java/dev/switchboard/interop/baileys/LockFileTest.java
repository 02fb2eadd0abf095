// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.testkit.node.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is installed for these tests is pinned by content, and from nowhere in particular.
final class LockFileTest {

    private final Path folder = NodeProject.located().folder();

    @Test
    void pinsTheReleaseOfBaileysThatTheNotebookSpeaksOf() throws IOException {
        assertThat(packages().path("node_modules/baileys").path("version").asText())
                .isEqualTo("7.0.0-rc14");
    }

    @Test
    void namesNoDownloadAddress() throws IOException {
        assertThat(Files.readString(folder.resolve("package-lock.json"))).doesNotContain("://", "\"resolved\"");
        assertThat(Files.readString(folder.resolve(".npmrc"))).doesNotContain("://");
    }

    @Test
    void hasACheckSumForEveryPackage() throws IOException {
        for (Map.Entry<String, JsonNode> entry : packages().properties()) {
            if (!entry.getKey().isEmpty()) {
                assertThat(entry.getValue().path("integrity").asText())
                        .as(entry.getKey())
                        .startsWith("sha512-");
            }
        }
    }

    private JsonNode packages() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("package-lock.json").toFile())
                .path("packages");
    }
}
