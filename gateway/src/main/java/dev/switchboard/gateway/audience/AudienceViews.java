// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// People, lists and the like as the native API shows and reads them.
public final class AudienceViews {
    private static final int TAG = 64;

    private AudienceViews() {}

    /// A person.
    @Schema(name = "Person")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PersonView(
            Address address,
            @Nullable String name,
            @Nullable String language,
            Map<String, String> variables,
            List<String> tags,

            @Schema(description = "whether they get no campaigns")
            boolean suppressed,

            Instant createdAt,
            Instant updatedAt) {
        public static PersonView of(Person person) {
            return new PersonView(
                    Address.of(person.jid(), Optional.empty()),
                    person.name().orElse(null),
                    person.language().orElse(null),
                    person.variables(),
                    person.tags(),
                    person.suppressed(),
                    person.createdAt(),
                    person.updatedAt());
        }

        @Override
        public String toString() {
            return "PersonView[]";
        }
    }

    /// What is said of a person.
    @Schema(name = "PersonWish", description = "What is left out stays as it is; tags that are named replace all")
    public record PersonWish(
            @Schema(description = "in a list of people: the number", example = "+1 555 010 0002") @Nullable
            String phone,

            @Schema(example = "Alice") @Nullable String name,
            @Schema(example = "en") @Nullable String language,

            @Schema(description = "values for templates", example = "{\"city\":\"Rome\"}") @Nullable
            Map<String, String> variables,

            @Schema(example = "[\"vip\"]") @Nullable List<String> tags) {
        People.Details details() {
            if (name != null && name.length() > 200) {
                throw refused("The field name is too long.", "at most 200 characters");
            }
            if (variables != null
                    && (variables.size() > 100 || variables.values().stream().anyMatch(Objects::isNull))) {
                throw refused("The field variables has too many entries, or one without a value.", "at most 100 texts");
            }
            if (tags != null) {
                tags.forEach(AudienceViews::tag);
            }
            return new People.Details(name, language, variables, tags);
        }

        @Override
        public String toString() {
            return "PersonWish[]";
        }
    }

    /// A note.
    @Schema(name = "PersonNote")
    public record NoteView(String id, String by, String text, Instant at) {
        static NoteView of(People.Note note) {
            return new NoteView(note.id(), note.by(), note.text(), note.at());
        }

        @Override
        public String toString() {
            return "NoteView[" + id + "]";
        }
    }

    /// The body that adds a note.
    @Schema(name = "NoteWish")
    record NoteWish(
            @Schema(example = "Prefers to be called in the morning") @Nullable
            String text) {
        String words() {
            if (text == null || text.isBlank() || text.length() > 4_000) {
                throw refused("The field text is missing, blank or too long.", "1 to 4000 characters");
            }
            return text;
        }

        @Override
        public String toString() {
            return "NoteWish[]";
        }
    }

    /// A list.
    @Schema(name = "ContactList")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListView(
            @Schema(example = "customers") String id,
            String name,
            @Nullable String description,
            long members,
            Instant createdAt,
            Instant updatedAt) {
        static ListView of(ContactLists.ContactList list) {
            return new ListView(
                    list.id(),
                    list.name(),
                    list.description().orElse(null),
                    list.members(),
                    list.createdAt(),
                    list.updatedAt());
        }
    }

    /// The body that keeps a list.
    @Schema(name = "ContactListWish")
    record ListWish(
            @Schema(example = "Customers") @Nullable String name,
            @Nullable String description) {
        String named(String id) {
            return title(name, id);
        }
    }

    /// A saved filter.
    @Schema(name = "SavedFilter")
    record FilterView(
            @Schema(example = "vip-germans") String id,
            String name,
            PeopleQuery query,
            Instant createdAt,
            Instant updatedAt) {
        static FilterView of(ContactLists.SavedFilter filter) {
            return new FilterView(filter.id(), filter.name(), filter.query(), filter.createdAt(), filter.updatedAt());
        }
    }

    /// The body that keeps a filter.
    @Schema(name = "SavedFilterWish")
    record FilterWish(
            @Schema(example = "VIP, German") @Nullable String name,
            @Nullable PeopleQuery query) {}

    /// Somebody who gets no campaigns.
    @Schema(name = "Suppressed")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SuppressedView(
            Address address,

            @Schema(description = "stop_word, manual, complaint or import")
            String reason,

            @Nullable String word,

            @Schema(description = "where they said it") @Nullable
            String session,

            String by,
            Instant at) {
        static SuppressedView of(Suppression.Entry entry) {
            return new SuppressedView(
                    Address.of(entry.jid(), Optional.empty()),
                    entry.reason(),
                    entry.word().orElse(null),
                    entry.session().orElse(null),
                    entry.actor(),
                    entry.at());
        }

        @Override
        public String toString() {
            return "SuppressedView[]";
        }
    }

    /// What became of people that were handed in.
    @Schema(name = "Intake")
    public record Intake(
            @Schema(description = "people who are there now and were not")
            long added,

            @Schema(description = "people who were there, or came twice")
            long known,

            @Schema(description = "rows that nobody could be made of")
            long bad,

            @Schema(description = "the first thousand of them")
            List<BadRow> badRows) {}

    /// A row that nobody could be made of.
    @Schema(name = "BadRow")
    public record BadRow(
            @Schema(description = "line of a CSV file, or place in a list from 1")
            long line,

            @Schema(example = "the number is not acceptable")
            String reason) {}

    static String tag(String tag) {
        if (tag == null || tag.isBlank() || tag.length() > TAG || !tag.equals(tag.strip()) || tag.contains("/")) {
            throw refused("A tag has another form.", "1 to " + TAG + " characters, without / and outer spaces");
        }
        return tag;
    }

    static String id(@Nullable String id) {
        if (id == null || !id.matches(ContactLists.ID)) {
            throw refused("The id is missing or has another form.", "1 to 64 letters, digits, _ or -");
        }
        return id;
    }

    static String title(@Nullable String name, String id) {
        String title = Objects.requireNonNullElse(name, id);
        if (title.isBlank() || title.length() > 200) {
            throw refused("The field name is blank or too long.", "1 to 200 characters");
        }
        return title;
    }

    static long number(@Nullable String cursor, long first) {
        try {
            return cursor == null ? first : Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    static Jid person(@Nullable String text) {
        return AnyAddress.person(Objects.requireNonNullElse(text, ""));
    }

    static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    static Refusal unknown(ProblemKind kind) {
        return Problem.of(kind, "There is none of this name.").refusal();
    }
}
