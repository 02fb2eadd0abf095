// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import tools.jackson.databind.JsonNode;

/// Checks appointments that are to be reminded of, in this dialect's forms.
final class Reminders {
    private static final int MOST = 1_000;

    private Reminders() {}

    static void check(JsonNode config) {
        JsonNode appointments = config.path("appointments");
        if (appointments.size() > MOST) {
            throw refused("There are too many appointments.", "at most " + MOST);
        }
        appointments.forEach(Reminders::checkOne);
    }

    private static void checkOne(JsonNode appointment) {
        if (ClientWords.recipient(appointment.path("phone").asString("")).isEmpty()) {
            throw refused("An appointment has no phone that is a WhatsApp address.", ClientWords.FORMS);
        }
        try {
            OffsetDateTime.parse(appointment.path("time").asString(""));
        } catch (DateTimeException _) {
            throw refused("An appointment has no time.", "time as 2026-11-25T09:00:00Z");
        }
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
