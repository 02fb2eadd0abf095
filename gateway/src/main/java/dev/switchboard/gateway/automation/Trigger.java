// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What begins an automation.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Trigger.Message.class, name = "message"),
    @JsonSubTypes.Type(value = Trigger.Keyword.class, name = "keyword"),
    @JsonSubTypes.Type(value = Trigger.Pattern.class, name = "pattern"),
    @JsonSubTypes.Type(value = Trigger.FirstContact.class, name = "first_contact"),
    @JsonSubTypes.Type(value = Trigger.OutsideHours.class, name = "outside_hours"),
    @JsonSubTypes.Type(value = Trigger.Schedule.class, name = "schedule"),
    @JsonSubTypes.Type(value = Trigger.OnEvent.class, name = "event"),
    @JsonSubTypes.Type(value = Trigger.Webhook.class, name = "webhook")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Trigger {
    /// Any message.
    record Message(@Nullable Boolean groups) implements Trigger {}

    /// A message with one of some words; any message if there are none.
    record Keyword(
            List<String> words,
            @Nullable String match,
            @Nullable Boolean groups) implements Trigger {
        public Keyword {
            words = Definition.copy(words);
        }
    }

    /// A message that a pattern finds something in.
    record Pattern(String pattern, @Nullable Boolean groups) implements Trigger {}

    /// The first message in a chat.
    record FirstContact() implements Trigger {}

    /// A message outside the business hours.
    record OutsideHours(@Nullable String hours, @Nullable List<String> days) implements Trigger {}

    /// A time.
    record Schedule(
            String cron,
            @Nullable String zone,
            @Nullable List<String> to,
            @Nullable String tag) implements Trigger {}

    /// An event of the log.
    record OnEvent(String event, @Nullable List<Condition> where) implements Trigger {}

    /// A call with a signed token.
    record Webhook() implements Trigger {}

    /// Whether messages in groups begin it too.
    default boolean inGroups() {
        return switch (this) {
            case Message(Boolean groups) -> Boolean.TRUE.equals(groups);
            case Keyword(var _, var _, Boolean groups) -> Boolean.TRUE.equals(groups);
            case Pattern(var _, Boolean groups) -> Boolean.TRUE.equals(groups);
            case FirstContact _, OutsideHours _, Schedule _, OnEvent _, Webhook _ -> false;
        };
    }
}
