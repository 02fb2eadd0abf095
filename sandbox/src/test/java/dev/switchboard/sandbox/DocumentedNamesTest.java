// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.account.Scenario;
import dev.switchboard.sandbox.checker.Rule;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultParam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The sandbox's page names every fault with its parameters, every rule and every flag.
class DocumentedNamesTest {

    private static List<String> rows() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "sandbox.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String row(String name) {
        return rows().stream()
                .filter(row -> row.startsWith("| `" + name + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page does not name " + name));
    }

    @Test
    void namesEveryFaultWithItsParameters() {
        for (FaultKind kind : FaultKind.values()) {
            String params = row(kind.key()).split("\\|", -1)[2];
            assertThat(Stream.of(params.split(",", -1))
                            .map(param -> param.replaceAll("[^a-z]", ""))
                            .filter(param -> !param.isEmpty()))
                    .as(kind.key())
                    .containsExactlyInAnyOrderElementsOf(
                            kind.params().stream().map(FaultParam::name).toList());
        }
    }

    @Test
    void namesTestsThatExist() {
        String table = String.join(
                "\n",
                rows().stream()
                        .dropWhile(row -> !row.startsWith("## The contract"))
                        .toList());
        Map<String, String> sources = sources();
        Pattern name = Pattern.compile("`(?:[a-z]+\\.)?([A-Z]\\w*(?:IT|Test))(?:\\.(\\w+))?`((?:, `[a-z]\\w+`)*)");
        assertThat(name.matcher(table).results()).isNotEmpty().allSatisfy(found -> {
            assertThat(sources).containsKey(found.group(1));
            String methods = Objects.requireNonNullElse(found.group(2), "") + found.group(3);
            assertThat(Stream.of(methods.split("[`, ]+", -1)).filter(method -> !method.isEmpty()))
                    .allSatisfy(
                            method -> assertThat(sources.get(found.group(1))).contains("void " + method + "("));
        });
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return sources;
    }

    @Test
    void namesEveryRule() {
        assertThat(Arrays.stream(Rule.values()).map(Rule::key))
                .allSatisfy(rule -> assertThat(row(rule)).isNotEmpty());
    }

    @Test
    void namesEveryFlagOfAScenario() {
        String page = String.join("\n", rows());
        assertThat(Scenario.ORDINARY.flags().keySet())
                .allSatisfy(flag -> assertThat(page).contains("`" + flag + "`"));
    }
}
