// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that holds or does not.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Condition.Variable.class, name = "variable"),
    @JsonSubTypes.Type(value = Condition.Tag.class, name = "tag"),
    @JsonSubTypes.Type(value = Condition.Language.class, name = "language"),
    @JsonSubTypes.Type(value = Condition.Time.class, name = "time"),
    @JsonSubTypes.Type(value = Condition.Open.class, name = "business_hours"),
    @JsonSubTypes.Type(value = Condition.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = Condition.FirstContact.class, name = "first_contact"),
    @JsonSubTypes.Type(value = Condition.Assigned.class, name = "assigned"),
    @JsonSubTypes.Type(value = Condition.All.class, name = "all"),
    @JsonSubTypes.Type(value = Condition.Any.class, name = "any"),
    @JsonSubTypes.Type(value = Condition.Not.class, name = "not")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Condition {
    /// Compares a variable.
    record Variable(
            String variable,
            String is,
            @Nullable String value,
            @Nullable List<String> values) implements Condition {}

    /// The contact has a tag.
    record Tag(String tag) implements Condition {}

    /// The contact's language is one of these.
    record Language(List<String> languages) implements Condition {
        public Language {
            languages = Definition.copy(languages);
        }
    }

    /// It is between these times on these days.
    record Time(
            @Nullable String from,
            @Nullable String to,
            @Nullable List<String> days) implements Condition {}

    /// The business is open, or closed.
    record Open(@Nullable Boolean open) implements Condition {}

    /// The contact is one of these.
    record Contact(List<String> contacts) implements Condition {
        public Contact {
            contacts = Definition.copy(contacts);
        }
    }

    /// Nothing was written in the chat before.
    record FirstContact() implements Condition {}

    /// A user has the chat.
    record Assigned(@Nullable String user) implements Condition {}

    /// All of these.
    record All(List<Condition> of) implements Condition {
        public All {
            of = Definition.copy(of);
        }
    }

    /// One of these.
    record Any(List<Condition> of) implements Condition {
        public Any {
            of = Definition.copy(of);
        }
    }

    /// None of these.
    record Not(List<Condition> of) implements Condition {
        public Not {
            of = Definition.copy(of);
        }
    }
}
