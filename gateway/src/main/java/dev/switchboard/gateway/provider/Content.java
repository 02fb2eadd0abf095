// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a message says, going out or come in. It is kept as JSON under the names of its parts, and read back after an
/// upgrade: parts are only ever added, as optional ones.
public sealed interface Content {
    /// A text, perhaps with a preview of the page it links to.
    ///
    /// @param answers what its numbered lines stand for, in their order, if it is a list in the form of a text
    record Text(
            String text,
            Optional<Preview> preview,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Row> answers) implements Content {
        public Text {
            answers = answers == null ? List.of() : List.copyOf(answers);
        }

        public Text(String text) {
            this(text, Optional.empty(), List.of());
        }

        public Text(String text, Optional<Preview> preview) {
            this(text, preview, List.of());
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /// What is shown of a page.
    ///
    /// @param url its address, as it is in the text
    /// @param thumbnail a small JPEG
    record Preview(String url, Optional<String> title, Optional<String> description, Optional<Bytes> thumbnail) {
        @Override
        public String toString() {
            return "Preview[]";
        }
    }

    /// A file.
    ///
    /// @param form how it is shown
    /// @param mediaId its name in the gateway's store
    /// @param viewOnce whether it can be looked at only once
    record Attachment(MediaKind form, String mediaId, Optional<String> caption, boolean viewOnce) implements Content {
        @Override
        public String toString() {
            return "Attachment[" + form + "]";
        }
    }

    /// A place.
    record Location(
            double latitude, double longitude, Optional<String> name, Optional<String> address, Optional<String> url)
            implements Content {
        @Override
        public String toString() {
            return "Location[]";
        }
    }

    /// Where somebody is at the moment.
    record LiveLocation(
            double latitude, double longitude, Optional<Integer> accuracy, Optional<String> caption, long sequence)
            implements Content {
        @Override
        public String toString() {
            return "LiveLocation[]";
        }
    }

    /// People's cards.
    record Contacts(List<Card> cards) implements Content {
        public Contacts {
            cards = List.copyOf(cards);
        }
    }

    /// A person's card.
    ///
    /// @param vcard as RFC 2426 has it
    record Card(String name, String vcard) {
        @Override
        public String toString() {
            return "Card[]";
        }
    }

    /// A poll.
    ///
    /// @param selectable how many options one person may choose; 0 = any number
    record Poll(String question, List<String> options, int selectable) implements Content {
        public Poll {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "Poll[" + options.size() + "]";
        }
    }

    /// Something people can come to.
    record Event(
            String name,
            Optional<String> description,
            Instant start,
            Optional<Instant> end,
            Optional<Location> location,
            Optional<String> link,
            boolean cancelled)
            implements Content {
        @Override
        public String toString() {
            return "Event[]";
        }
    }

    /// A text with buttons to answer by.
    record Buttons(String text, Optional<String> footer, List<Button> buttons) implements Content {
        public Buttons {
            buttons = List.copyOf(buttons);
        }

        @Override
        public String toString() {
            return "Buttons[" + buttons.size() + "]";
        }
    }

    /// A button, and what comes back when it is pressed.
    record Button(String id, String text) {}

    /// A text with a list to choose from.
    ///
    /// @param button what opens the list
    record Menu(String text, Optional<String> title, Optional<String> footer, String button, List<Section> sections)
            implements Content {
        public Menu {
            sections = List.copyOf(sections);
        }

        @Override
        public String toString() {
            return "Menu[" + sections.size() + "]";
        }
    }

    /// A part of a list.
    record Section(String title, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }
    }

    /// A line of a list, and what comes back when it is chosen.
    record Row(String id, String title, Optional<String> description) {}

    /// A button that was pressed, or a line that was chosen.
    record Choice(String id, String text) implements Content {
        @Override
        public String toString() {
            return "Choice[]";
        }
    }

    /// An invitation to a group.
    record GroupInvite(Jid group, String code, Optional<Instant> expires, String name, Optional<String> caption)
            implements Content {
        @Override
        public String toString() {
            return "GroupInvite[]";
        }
    }

    /// The frame of files that are shown together.
    record Album(int images, int videos) implements Content {}

    /// Something this gateway does not know; its raw form is kept.
    record Unknown(String name) implements Content {}

    /// Something that happens to another message.
    sealed interface Change extends Content {
        /// The message that changes.
        Target target();
    }

    /// A new text for an own message.
    record Edit(Target target, String text) implements Change {
        @Override
        public String toString() {
            return "Edit[" + text.length() + " chars]";
        }
    }

    /// Takes a message back for everyone: an own one, or as a group's admin somebody's.
    record Revoke(Target target) implements Change {}

    /// A reaction; an empty emoji removes it.
    record Reaction(Target target, String emoji) implements Change {}

    /// A vote in a poll; no options take it back.
    record Vote(Target target, List<String> options) implements Change {
        public Vote {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "Vote[" + options.size() + "]";
        }
    }

    /// An answer to an event.
    record Rsvp(Target target, Attendance attendance) implements Change {}

    /// Whether somebody comes.
    enum Attendance {
        GOING,
        NOT_GOING,
        MAYBE
    }

    /// Pins a message in its chat for everyone.
    ///
    /// @param lasting how long; empty = it is unpinned
    record Pin(Target target, Optional<Duration> lasting) implements Change {}

    /// Keeps a disappearing message, or lets it go.
    record Keep(Target target, boolean kept) implements Change {}

    /// What it is, as it appears outside.
    default String type() {
        return switch (this) {
            case Text _ -> "text";
            case Attachment(MediaKind kind, var _, var _, var _) -> kind.text();
            case Location _ -> "location";
            case LiveLocation _ -> "liveLocation";
            case Contacts _ -> "contacts";
            case Poll _ -> "poll";
            case Event _ -> "event";
            case Buttons _ -> "buttons";
            case Menu _ -> "list";
            case Choice _ -> "choice";
            case GroupInvite _ -> "groupInvite";
            case Album _ -> "album";
            case Unknown _ -> "unsupported";
            case Edit _ -> "edit";
            case Revoke _ -> "revoke";
            case Reaction _ -> "reaction";
            case Vote _ -> "vote";
            case Rsvp _ -> "rsvp";
            case Pin _ -> "pin";
            case Keep _ -> "keep";
        };
    }

    /// Its text, as it is shown in lists and found by searches.
    default Optional<String> words() {
        return switch (this) {
            case Text text -> Optional.of(text.text());
            case Attachment(var _, var _, Optional<String> caption, var _) -> caption;
            case Location place -> place.name().or(place::address);
            case LiveLocation place -> place.caption();
            case Contacts(List<Card> cards) ->
                Optional.of(String.join(", ", cards.stream().map(Card::name).toList()));
            case Poll poll -> Optional.of(poll.question());
            case Event event -> Optional.of(event.name());
            case Buttons buttons -> Optional.of(buttons.text());
            case Menu menu -> Optional.of(menu.text());
            case Choice choice -> Optional.of(choice.text());
            case GroupInvite invite -> invite.caption().or(() -> Optional.of(invite.name()));
            case Edit(var _, String text) -> Optional.of(text);
            case Album _, Unknown _, Revoke _, Reaction _, Vote _, Rsvp _, Pin _, Keep _ -> Optional.empty();
        };
    }
}
