// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import static dev.switchboard.gateway.automation.AutomationKind.APPOINTMENT_REMINDER;
import static dev.switchboard.gateway.automation.AutomationKind.AUTO_REPLY;
import static dev.switchboard.gateway.automation.AutomationKind.AWAY_MESSAGE;
import static dev.switchboard.gateway.automation.AutomationKind.FEEDBACK_COLLECTION;
import static dev.switchboard.gateway.automation.AutomationKind.LEAD_QUALIFICATION;
import static dev.switchboard.gateway.automation.AutomationKind.ORDER_STATUS;
import static dev.switchboard.gateway.automation.AutomationKind.WELCOME_MESSAGE;

import dev.switchboard.gateway.automation.AutomationKind;
import dev.switchboard.gateway.template.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Kinds of businesses, and what each is likely to want.
public enum BusinessType {
    SHOP("Shop", "Sells goods, online or over the counter", WELCOME_MESSAGE, ORDER_STATUS, AWAY_MESSAGE),
    RESTAURANT(
            "Restaurant or café",
            "Takes bookings and orders",
            WELCOME_MESSAGE,
            AUTO_REPLY,
            AWAY_MESSAGE,
            FEEDBACK_COLLECTION),
    CLINIC("Clinic or practice", "Sees patients by appointment", APPOINTMENT_REMINDER, AWAY_MESSAGE, WELCOME_MESSAGE),
    SALON("Salon or studio", "Works by appointment", APPOINTMENT_REMINDER, AWAY_MESSAGE, FEEDBACK_COLLECTION),
    SERVICES(
            "Services and trades",
            "Gives quotes, then does the work",
            LEAD_QUALIFICATION,
            AWAY_MESSAGE,
            FEEDBACK_COLLECTION),
    REAL_ESTATE(
            "Real estate",
            "Shows places to people who look for one",
            LEAD_QUALIFICATION,
            APPOINTMENT_REMINDER,
            AWAY_MESSAGE),
    EDUCATION(
            "School or courses", "Teaches, and answers questions about it", WELCOME_MESSAGE, AUTO_REPLY, AWAY_MESSAGE),
    OTHER("Something else", "A little of everything", WELCOME_MESSAGE, AWAY_MESSAGE, AUTO_REPLY);

    private final String title;
    private final String description;
    private final String automations;

    BusinessType(String title, String description, AutomationKind... automations) {
        this.title = title;
        this.description = description;
        this.automations =
                String.join(" ", Arrays.stream(automations).map(Enum::name).toList());
    }

    /// As it appears outside.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /// What suits it, the most useful first.
    public List<AutomationKind> automations() {
        return Arrays.stream(automations.split(" ", -1))
                .map(AutomationKind::valueOf)
                .toList();
    }

    /// Texts it is likely to send often.
    public List<Template> templates() {
        return switch (this) {
            case SHOP ->
                List.of(
                        new Template(
                                "order_confirmed",
                                "Order confirmed",
                                "Hi {{name}}, we have your order {{order}}. Thank you!"),
                        new Template(
                                "order_shipped", "Order shipped", "Hi {{name}}, your order {{order}} is on its way."));
            case RESTAURANT ->
                List.of(
                        new Template(
                                "table_booked",
                                "Table booked",
                                "Hi {{name}}, your table is booked for {{time}}. See you soon!"),
                        new Template(
                                "order_ready", "Order ready", "Hi {{name}}, your order is ready to be picked up."));
            case CLINIC, SALON ->
                List.of(
                        new Template(
                                "appointment_booked",
                                "Appointment booked",
                                "Hi {{name}}, your appointment is on {{date}} at {{time}}."),
                        new Template(
                                "appointment_moved",
                                "Appointment moved",
                                "Hi {{name}}, we had to move your appointment to {{date}} at {{time}}. Is that fine?"));
            case SERVICES ->
                List.of(
                        new Template(
                                "quote_sent",
                                "Quote sent",
                                "Hi {{name}}, we have sent you our quote. Do you have any questions?"),
                        new Template(
                                "work_done", "Work done", "Hi {{name}}, the work is done. Thank you for your trust!"));
            case REAL_ESTATE ->
                List.of(
                        new Template(
                                "viewing_booked",
                                "Viewing booked",
                                "Hi {{name}}, the viewing of {{place}} is on {{date}} at {{time}}."),
                        new Template(
                                "new_offer", "New offer", "Hi {{name}}, we have something new for you: {{place}}."));
            case EDUCATION ->
                List.of(
                        new Template("course_begins", "Course begins", "Hi {{name}}, {{course}} begins on {{date}}."),
                        new Template("enrolled", "Enrolled", "Hi {{name}}, you are enrolled in {{course}}. Welcome!"));
            case OTHER ->
                List.of(new Template(
                        "thank_you",
                        "Thank you",
                        "Hi {{name}}, thank you for your message. We will be with you soon."));
        };
    }

    public static Optional<BusinessType> of(String id) {
        return Arrays.stream(values()).filter(type -> type.id().equals(id)).findFirst();
    }
}
