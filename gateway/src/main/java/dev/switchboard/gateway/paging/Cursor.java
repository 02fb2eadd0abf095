// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.paging;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Cursors as they travel: opaque text that holds the key of the last item seen.
public final class Cursor {
    private Cursor() {}

    public static String of(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /// Of two numbers, the first being the main order.
    public static String of(long first, long second) {
        return of(first + "." + second);
    }

    /// The key inside.
    public static String key(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw refused();
        }
    }

    /// The two numbers inside.
    public static long[] numbers(String cursor) {
        String[] parts = key(cursor).split("\\.", -1);
        try {
            if (parts.length == 2) {
                return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw refused();
    }

    /// Checks the size asked for.
    public static int limit(int asked) {
        if (asked < 1 || asked > 500) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The limit is out of bounds.")
                    .withAccepted("limit from 1 to 500")
                    .refusal();
        }
        return asked;
    }

    /// To be thrown where a cursor is not one of the list's own.
    public static Refusal refused() {
        return Problem.of(ProblemKind.INVALID_CURSOR, "The cursor is not one that this list gave.")
                .withAccepted("the value of next from the page before")
                .refusal();
    }
}
