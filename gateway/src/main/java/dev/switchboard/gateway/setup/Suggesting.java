// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.automation.AutomationKind;
import dev.switchboard.gateway.setup.SetupView.SuggestedAutomation;
import dev.switchboard.gateway.setup.SetupView.SuggestedTemplate;
import dev.switchboard.gateway.setup.SetupView.Suggestions;
import dev.switchboard.gateway.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Finds what suits a business.
final class Suggesting {
    private static final String HOURS = "9:00-18:00";

    private Suggesting() {}

    static Suggestions of(Choices choices, List<Template> present) {
        BusinessType type =
                Optional.ofNullable(choices.type()).flatMap(BusinessType::of).orElse(BusinessType.OTHER);
        List<SuggestedTemplate> templates = new ArrayList<>();
        present.stream()
                .filter(template -> template.id().equals("welcome"))
                .map(Suggesting::view)
                .forEach(templates::add);
        type.templates().stream().map(Suggesting::view).forEach(templates::add);
        return new Suggestions(
                type.automations().stream()
                        .map(kind -> automation(kind, choices))
                        .toList(),
                templates);
    }

    private static SuggestedTemplate view(Template template) {
        return new SuggestedTemplate(template.id(), template.name(), template.content(), template.variables());
    }

    private static SuggestedAutomation automation(AutomationKind kind, Choices choices) {
        return new SuggestedAutomation(kind.id(), kind.title(), kind.description(), config(kind, choices));
    }

    private static Map<String, Object> config(AutomationKind kind, Choices choices) {
        String us = choices.name() == null ? "us" : choices.name();
        String hours = Objects.requireNonNullElse(choices.hours(), HOURS);
        return switch (kind) {
            case WELCOME_MESSAGE -> Map.of("welcomeMessage", "Hi {{name}}, welcome to " + us + "! How can we help?");
            case AWAY_MESSAGE ->
                Map.of(
                        "businessHours",
                        hours,
                        "awayMessage",
                        "Thank you for your message. We are open " + hours
                                + " and will answer as soon as we are back.");
            case AUTO_REPLY ->
                Map.of(
                        "keywords",
                        List.of("hours", "open"),
                        "replyMessage",
                        "We are open " + hours + ". How can we help?");
            case LEAD_QUALIFICATION ->
                Map.of(
                        "questions",
                        List.of(
                                "Hi! What are you looking for?",
                                "When do you need it?",
                                "What budget do you have in mind?"));
            case FEEDBACK_COLLECTION ->
                Map.of(
                        "trigger",
                        "feedback",
                        "questions",
                        List.of("How would you rate us, from 1 to 5?", "Thank you. What could we do better?"));
            case ORDER_STATUS, APPOINTMENT_REMINDER -> Map.of();
        };
    }
}
