// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.ShapedMapping.Path;
import dev.switchboard.gateway.ShapedMapping.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

class ShapedMappingTest {
    private static final List<String> PATTERNS = List.of(
            "",
            "/",
            "/health",
            "/health/live",
            "/client/{name}/send",
            "/client/{name:[a-z]+}/send",
            "/api/v1/sessions/{session}",
            "/api/v1/sessions/{session}/messages",
            "/api/v1/sessions/{session}/{other}",
            "/api/v1/**",
            "/assets/{*rest}",
            "/files/*.json",
            "/files/a?c");

    private static final List<String> PATHS = List.of(
            "",
            "/",
            "//",
            "/health",
            "/health/",
            "/health/live",
            "/health//live",
            "/client/a/send",
            "/client/A%2Fb/send",
            "/cl%69ent/a/send",
            "/client/a;v=1/send",
            "/client;v=1/a/send",
            "/client//send",
            "/api/v1",
            "/api/v1/",
            "/api/v1/sessions/x",
            "/api/v1/sessions/x/messages",
            "/api/v1/sessions/x/mess%61ges",
            "/api/v1/sessions/x/messages/",
            "/assets",
            "/assets/a/b/c",
            "/files/a.json",
            "/files/abc",
            "/nowhere/at/all");

    /// The framework's own answer is never lost.
    @Test
    void leavesOutNothingThatFits() {
        int fits = 0;
        for (String text : PATTERNS) {
            PathPattern pattern = PathPatternParser.defaultInstance.parse(text);
            for (String path : PATHS) {
                PathContainer asked = PathContainer.parsePath(path);
                if (pattern.matches(asked)) {
                    fits++;
                    assertThat(Shape.of(pattern).mayFit(Path.of(asked)))
                            .as(text + " for " + path)
                            .isTrue();
                }
            }
        }
        assertThat(fits).isGreaterThan(PATTERNS.size());
    }

    @ParameterizedTest
    @CsvSource({
        "/client/{name}/send, /client/a",
        "/client/{name}/send, /client/a/send/more",
        "/client/{name}/send, /clients/a/send",
        "/api/v1/sessions/{session}/messages, /api/v1/sessions/a/contacts",
        "/api/v1/**, /api/v2/x",
        "/assets/{*rest}, /other/a"
    })
    void leavesOutWhatCannotFit(String pattern, String path) {
        Shape shape = Shape.of(PathPatternParser.defaultInstance.parse(pattern));

        assertThat(shape.mayFit(Path.of(PathContainer.parsePath(path)))).isFalse();
    }
}
