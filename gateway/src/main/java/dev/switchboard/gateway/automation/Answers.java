// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Decides what an automation answers: a pure function of how it is set, what came in, and what it remembers.
final class Answers {
    /// Two machines that answer each other stop here.
    private static final int MOST_A_MINUTE = 5;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Pattern HOURS =
            Pattern.compile("\\s*(\\d{1,2})(?::(\\d{2}))?\\s*-\\s*(\\d{1,2})(?::(\\d{2}))?\\s*");
    private static final Pattern ORDER = Pattern.compile(
            "(?i)(?:\\border\\b[^A-Za-z0-9#]*(?:(?:number|no|id|status)\\b[^A-Za-z0-9#]*)?#?|#)\\s*([A-Z0-9][A-Z0-9-]{2,39})");
    private static final List<String> LEAD_QUESTIONS =
            List.of("Hi! What are you looking for?", "When do you need it?", "What budget do you have in mind?");
    private static final List<String> FEEDBACK_QUESTIONS =
            List.of("How would you rate us, from 1 to 5?", "Thank you. What could we do better?");

    private Answers() {}

    /// What came in.
    ///
    /// @param name the name the sender gave themselves
    /// @param first whether nothing was written in this chat before
    /// @param at when, where the business is
    record Incoming(Optional<String> name, String text, boolean first, ZonedDateTime at) {
        @Override
        public String toString() {
            return "Incoming[]";
        }
    }

    /// What an automation remembers of a chat.
    ///
    /// @param step in a conversation the number of the last question; else how often it answered since `at`
    record Memory(int step, List<String> answers, Instant at) {
        static final Memory NONE = new Memory(0, List.of(), Instant.EPOCH);

        Memory {
            answers = List.copyOf(answers);
        }

        @Override
        public String toString() {
            return "Memory[" + step + "]";
        }
    }

    /// An answer, and what to remember.
    record Answer(String text, Memory memory) {
        @Override
        public String toString() {
            return "Answer[]";
        }
    }

    static Optional<Answer> to(Incoming incoming, AutomationKind kind, Settings settings, Memory memory) {
        return switch (kind) {
            case AUTO_REPLY -> once(incoming, autoReply(incoming, settings), memory);
            case AWAY_MESSAGE -> once(incoming, away(incoming, settings), memory);
            case WELCOME_MESSAGE -> once(incoming, welcome(incoming, settings), memory);
            case ORDER_STATUS -> once(incoming, orderStatus(incoming, settings), memory);
            case LEAD_QUALIFICATION ->
                asked(
                        incoming,
                        settings,
                        memory,
                        LEAD_QUESTIONS,
                        incoming.first() || triggered(incoming, settings, ""));
            case FEEDBACK_COLLECTION ->
                asked(incoming, settings, memory, FEEDBACK_QUESTIONS, triggered(incoming, settings, "feedback"));
            case APPOINTMENT_REMINDER -> Optional.empty();
        };
    }

    private static Optional<Answer> once(Incoming incoming, Optional<String> text, Memory memory) {
        Instant now = incoming.at().toInstant();
        boolean sameMinute = Duration.between(memory.at(), now).compareTo(MINUTE) < 0;
        if (sameMinute && memory.step() >= MOST_A_MINUTE) {
            return Optional.empty();
        }
        Memory next =
                sameMinute ? new Memory(memory.step() + 1, List.of(), memory.at()) : new Memory(1, List.of(), now);
        return text.map(words -> new Answer(filled(words, incoming), next));
    }

    private static String filled(String words, Incoming incoming) {
        return Template.plain("", "", words).filled(Map.of("name", incoming.name().orElse("")));
    }

    private static Optional<String> autoReply(Incoming incoming, Settings settings) {
        List<String> keywords = settings.texts("keywords");
        String text = incoming.text().toLowerCase(Locale.ROOT);
        boolean meant =
                keywords.isEmpty() || keywords.stream().anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
        return settings.text("replyMessage", "message")
                .or(() -> settings.profile().greeting())
                .filter(_ -> meant);
    }

    private static Optional<String> welcome(Incoming incoming, Settings settings) {
        return settings.text("welcomeMessage", "replyMessage", "message")
                .or(() -> settings.profile().greeting())
                .filter(_ -> incoming.first());
    }

    private static Optional<String> away(Incoming incoming, Settings settings) {
        String hours = settings.text("businessHours", "workingHours")
                .or(() -> between(settings))
                .or(() -> settings.profile().workingHours())
                .orElse("9:00-18:00");
        return open(hours, settings.texts("days"), incoming.at())
                ? Optional.empty()
                : settings.text("awayMessage", "replyMessage", "message")
                        .or(() -> Optional.of("Thank you for your message. We are open " + hours
                                + " and will answer as soon as we are back."));
    }

    private static Optional<String> between(Settings settings) {
        JsonNode hours = settings.config().path("businessHours");
        return hours.isObject()
                ? Optional.of(hours.path("start").asString("9:00") + "-"
                        + hours.path("end").asString("18:00"))
                : Optional.empty();
    }

    /// Whether it is between these hours, on one of these days; hours that cannot be read are always.
    static boolean open(String hours, List<String> days, ZonedDateTime at) {
        String day =
                at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT).toLowerCase(Locale.ROOT);
        if (!days.isEmpty()
                && days.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(day))) {
            return false;
        }
        Matcher parts = HOURS.matcher(hours);
        if (!parts.matches()) {
            return true;
        }
        int from = minutes(parts.group(1), parts.group(2));
        int to = minutes(parts.group(3), parts.group(4));
        LocalTime time = at.toLocalTime();
        int now = time.getHour() * 60 + time.getMinute();
        return from <= to ? from <= now && now < to : now >= from || now < to;
    }

    private static int minutes(String hour, @org.jspecify.annotations.Nullable String minute) {
        return Integer.parseInt(hour) * 60 + (minute == null ? 0 : Integer.parseInt(minute));
    }

    private static Optional<String> orderStatus(Incoming incoming, Settings settings) {
        Matcher order = ORDER.matcher(incoming.text());
        while (order.find()) {
            String number = order.group(1).toUpperCase(Locale.ROOT);
            if (number.chars().noneMatch(Character::isDigit)) {
                continue;
            }
            JsonNode status = settings.config().path("orders").path(number);
            return Optional.of(
                    status.isString()
                            ? "Order " + number + ": " + status.asString()
                            : settings.text("unknownMessage")
                                    .orElse("We cannot find order " + number + ". We will look into it."));
        }
        return Optional.empty();
    }

    private static boolean triggered(Incoming incoming, Settings settings, String standard) {
        String trigger = settings.text("trigger").orElse(standard).toLowerCase(Locale.ROOT);
        return !trigger.isEmpty() && incoming.text().toLowerCase(Locale.ROOT).contains(trigger);
    }

    /// A conversation: one question after the other, each answer kept.
    private static Optional<Answer> asked(
            Incoming incoming, Settings settings, Memory memory, List<String> standard, boolean begins) {
        List<String> set = settings.texts("questions");
        List<String> questions = set.isEmpty() ? standard : set;
        Instant now = incoming.at().toInstant();
        if (memory.step() == 0 || memory.step() > questions.size()) {
            return begins
                    ? Optional.of(new Answer(filled(questions.getFirst(), incoming), new Memory(1, List.of(), now)))
                    : Optional.empty();
        }
        List<String> answers = new ArrayList<>(memory.answers());
        answers.add(incoming.text());
        Memory next = new Memory(memory.step() + 1, answers, now);
        String words = memory.step() < questions.size()
                ? questions.get(memory.step())
                : settings.text("completionMessage").orElse("Thank you! We will get back to you soon.");
        return Optional.of(new Answer(filled(words, incoming), next));
    }
}
