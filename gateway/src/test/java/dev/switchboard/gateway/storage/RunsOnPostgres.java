// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.testkit.postgres.PostgresServer;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips the run on PostgreSQL where the machine has none; where `SWITCHBOARD_REQUIRE_PROGRAMS=1` it fails instead.
public final class RunsOnPostgres implements ExecutionCondition {
    private static final String REASON = "program not on this machine: postgresql";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!TestDatabase.onPostgres() || PostgresServer.isAvailable()) {
            return ConditionEvaluationResult.enabled("the database is there");
        }
        if ("1".equals(System.getenv("SWITCHBOARD_REQUIRE_PROGRAMS"))) {
            throw new IllegalStateException(REASON + " (and SWITCHBOARD_REQUIRE_PROGRAMS=1 demands it)");
        }
        return ConditionEvaluationResult.disabled(REASON);
    }
}
