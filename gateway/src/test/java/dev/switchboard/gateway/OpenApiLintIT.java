// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.testkit.node.NodeProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The OpenAPI document passes the linter of npm's `@redocly/cli` with its recommended rules; exceptions and their
/// reasons are in `openapi-lint.yaml` beside the package.
@RequiresProgram({"node", "npm"})
@ExtendWith(SharedGateway.class)
class OpenApiLintIT {
    private final Harness harness;

    OpenApiLintIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void theDocumentPassesTheLinter() throws IOException, InterruptedException {
        Path document = Path.of("target", "openapi.json").toAbsolutePath();
        Files.write(document, harness.get("/openapi").http().body());
        Said said = lint(document);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("is valid").doesNotContainPattern("\\d+ warning");
    }

    @Test
    void theLinterFindsWhatIsWrong() throws IOException, InterruptedException {
        Path document = Path.of("target", "openapi-broken.json").toAbsolutePath();
        Files.writeString(document, """
                {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {"responses": {
                  "200": {"description": "d", "content": {"application/json": {"schema": {"$ref": "#/nothing"}}}}}}}}}""");
        Said said = lint(document);
        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("no-unresolved-refs");
    }

    private record Said(int exit, String text) {}

    private static Said lint(Path document) throws IOException, InterruptedException {
        NodeProject project = NodeProject.ofCheckout();
        ProcessBuilder linting = project.script(
                        "node_modules/@redocly/cli/bin/cli.js",
                        List.of(),
                        "lint",
                        "--config",
                        project.folder().resolve("openapi-lint.yaml").toString(),
                        "--format",
                        "stylish",
                        document.toString())
                .redirectErrorStream(true);
        linting.environment().put("REDOCLY_TELEMETRY", "off");
        linting.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process linter = linting.start();
        String text = new String(linter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(linter.waitFor(), text);
    }
}
