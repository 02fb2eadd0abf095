// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The automations there are.
public enum AutomationKind {
    AUTO_REPLY(
            "customer_service", "Auto Reply", "Automatically respond to incoming messages", "replyMessage", "keywords"),
    AWAY_MESSAGE(
            "customer_service",
            "Away Message",
            "Respond to messages outside business hours",
            "awayMessage",
            "businessHours",
            "days"),
    FEEDBACK_COLLECTION(
            "customer_service",
            "Feedback Collection",
            "Ask for a rating and a comment when somebody writes the trigger word",
            "trigger",
            "questions",
            "completionMessage"),
    WELCOME_MESSAGE("sales", "Welcome Message", "Greet people who write for the first time", "welcomeMessage"),
    LEAD_QUALIFICATION(
            "sales",
            "Lead Qualification",
            "Ask new contacts some questions, one after the other",
            "trigger",
            "questions",
            "completionMessage"),
    ORDER_STATUS(
            "ecommerce",
            "Order Status",
            "Answer questions about an order by its number",
            "url",
            "orders",
            "replyMessage",
            "unknownMessage"),
    APPOINTMENT_REMINDER(
            "appointments",
            "Appointment Reminder",
            "Remind people of their appointments some hours before",
            "appointments",
            "hoursBefore",
            "reminderMessage");

    private final String category;
    private final String title;
    private final String description;
    private final String settings;

    AutomationKind(String category, String title, String description, String... settings) {
        this.category = category;
        this.title = title;
        this.description = description;
        this.settings = String.join(" ", settings);
    }

    /// As it appears outside.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String category() {
        return category;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /// The names of what can be set.
    public List<String> settings() {
        return settings.isEmpty() ? List.of() : List.of(settings.split(" ", -1));
    }

    public static Optional<AutomationKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
