// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.http.HttpRequest;

/// Parameters that several requests take.
final class Query {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 100_000;

    private Query() {}

    /// How many results are wanted at most.
    static int limit(HttpRequest request) {
        return request.parameter("limit").map(Query::parseLimit).orElse(DEFAULT_LIMIT);
    }

    private static int parseLimit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // The complaint below covers it.
        }
        throw AdminRefusal.malformed("limit: not accepted (expected: a whole number from 1 to " + MOST + ")");
    }
}
