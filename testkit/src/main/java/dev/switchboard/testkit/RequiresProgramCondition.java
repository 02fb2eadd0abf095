// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Decides over [RequiresProgram].
final class RequiresProgramCondition implements ExecutionCondition {

    static final String STRICT = "SWITCHBOARD_REQUIRE_PROGRAMS";

    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private final Map<String, String> environment;

    RequiresProgramCondition() {
        this(System.getenv());
    }

    RequiresProgramCondition(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresProgram.class))
                .map(annotation -> evaluate(List.of(annotation.value())))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no program"));
    }

    /// Looks for the programs.
    ///
    /// @throws IllegalStateException if one is missing and the environment demands all
    ConditionEvaluationResult evaluate(List<String> programs) {
        List<String> missing =
                programs.stream().filter(program -> !isOnPath(program)).toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("found " + String.join(", ", programs));
        }
        String reason = "program not on the PATH: " + String.join(", ", missing);
        if ("1".equals(environment.get(STRICT))) {
            throw new IllegalStateException(reason + " (and " + STRICT + "=1 demands it)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private boolean isOnPath(String program) {
        return Arrays.stream(PATH_SEPARATOR.split(environment.getOrDefault("PATH", "")))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> isExecutable(folder, program));
    }

    private static boolean isExecutable(String folder, String program) {
        try {
            Path file = Path.of(folder, program);
            return Files.isRegularFile(file) && Files.isExecutable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
