// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.campaign.CampaignOrder;
import dev.switchboard.gateway.campaign.Campaigns;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reminders of appointments: a scheduled message for each.
public final class Reminders {
    private static final int MOST = 1_000;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final String STANDARD =
            "Hi {{name}}, this is a reminder of your appointment on {{date}} at {{time}}.";

    private final Campaigns campaigns;
    private final Tenants tenants;
    private final InstantSource time;

    public Reminders(Campaigns campaigns, Tenants tenants, InstantSource time) {
        this.campaigns = campaigns;
        this.tenants = tenants;
        this.time = time;
    }

    /// Schedules the messages; what is less than the time ahead goes at once, what is over is passed over.
    void schedule(Caller caller, Session session, JsonNode config) {
        JsonNode appointments = config.path("appointments");
        if (appointments.size() > MOST) {
            throw refused("There are too many appointments.", "at most " + MOST);
        }
        List<CampaignOrder> orders = new ArrayList<>();
        appointments.forEach(appointment -> order(session, config, appointment).ifPresent(orders::add));
        orders.forEach(order -> campaigns.create(caller, order));
    }

    private Optional<CampaignOrder> order(Session session, JsonNode config, JsonNode appointment) {
        Instant now = time.instant();
        Instant at = at(appointment.path("time").asString(""));
        var to = ClientWords.recipient(appointment.path("phone").asString(""))
                .orElseThrow(
                        () -> refused("An appointment has no phone that is a WhatsApp address.", ClientWords.FORMS));
        if (!at.isAfter(now)) {
            return Optional.empty();
        }
        Instant reminded = at.minus(
                Duration.ofMinutes(Math.round(60 * config.path("hoursBefore").asDouble(24))));
        ZonedDateTime local = at.atZone(tenants.zone(session.key().tenant()));
        Template template = Template.plain("", "", config.path("reminderMessage").asString(STANDARD));
        String text = template.filled(Map.of(
                "name", appointment.path("name").asString(""), "date", DATE.format(local), "time", TIME.format(local)));
        return Optional.of(new CampaignOrder(
                session,
                "Appointment reminder",
                "appointment_reminder",
                List.of(new CampaignOrder.Addressee(to, text)),
                Optional.of(reminded.isAfter(now) ? reminded : now)));
    }

    private static Instant at(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
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
