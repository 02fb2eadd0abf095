// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shapes of what messages say, the same in requests and answers.
public final class Parts {
    private Parts() {}

    /// A place.
    @Schema(name = "LocationPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Location(
            @Schema(example = "59.9139") double latitude,
            @Schema(example = "10.7522") double longitude,
            @Schema(example = "Opera") @Nullable String name,

            @Schema(example = "Kirsten Flagstads plass 1") @Nullable
            String address,

            @Nullable String url) {
        @Override
        public String toString() {
            return "Location[]";
        }
    }

    /// Where somebody is at the moment.
    @Schema(name = "LiveLocationPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LiveLocation(
            double latitude,
            double longitude,
            @Schema(description = "in metres") @Nullable Integer accuracy,
            @Nullable String caption,
            @Nullable Long sequence) {
        @Override
        public String toString() {
            return "LiveLocation[]";
        }
    }

    /// A person's card: by name and phone, or as a vCard.
    @Schema(name = "ContactPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Contact(
            @Schema(example = "Alice") @Nullable String name,
            @Schema(example = "+1 555 010 0002") @Nullable String phone,

            @Schema(description = "instead of phone") @Nullable
            String vcard) {
        @Override
        public String toString() {
            return "Contact[]";
        }
    }

    /// A poll.
    @Schema(name = "PollPart")
    public record Poll(
            @Schema(example = "Lunch?") @Nullable String question,

            @Schema(example = "[\"Pizza\", \"Soup\"]") @Nullable
            List<String> options,

            @Schema(description = "how many options one person may choose; 0 = any number", defaultValue = "1")
            @Nullable
            Integer selectable) {
        @Override
        public String toString() {
            return "Poll[]";
        }
    }

    /// Something people can come to.
    @Schema(name = "EventPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(
            @Schema(example = "Summer party") @Nullable String name,
            @Nullable String description,

            @Schema(example = "2030-06-21T16:00:00Z") @Nullable
            Instant start,

            @Nullable Instant end,
            @Nullable Location location,

            @Schema(description = "where to join a call") @Nullable
            String link,

            @Nullable Boolean cancelled) {
        @Override
        public String toString() {
            return "Event[]";
        }
    }

    /// A text with buttons to answer by.
    @Schema(name = "ButtonsPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Buttons(
            @Schema(example = "Is the time fine?") @Nullable String text,
            @Nullable String footer,
            @Nullable List<Button> buttons,

            @Schema(description = "send it as numbered text, which every phone shows", defaultValue = "false") @Nullable
            Boolean fallback) {
        @Override
        public String toString() {
            return "Buttons[]";
        }
    }

    /// A button.
    @Schema(name = "Button")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Button(
            @Schema(description = "comes back when it is pressed; minted if left out", example = "yes") @Nullable
            String id,

            @Schema(example = "Yes") @Nullable String text) {
        @Override
        public String toString() {
            return "Button[]";
        }
    }

    /// A text with a list to choose from.
    @Schema(name = "ListPart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Menu(
            @Schema(example = "What may it be?") @Nullable String text,
            @Nullable String title,
            @Nullable String footer,

            @Schema(description = "what opens the list", example = "Menu") @Nullable
            String button,

            @Nullable List<Section> sections,

            @Schema(description = "send it as numbered text, which every phone shows", defaultValue = "false") @Nullable
            Boolean fallback) {
        @Override
        public String toString() {
            return "Menu[]";
        }
    }

    /// A part of a list.
    @Schema(name = "ListSection")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(@Nullable String title, @Nullable List<Row> rows) {}

    /// A line of a list.
    @Schema(name = "ListRow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            @Nullable String id,
            @Nullable String title,
            @Nullable String description) {
        @Override
        public String toString() {
            return "Row[]";
        }
    }

    /// An invitation to a group.
    @Schema(name = "GroupInvitePart")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GroupInvite(
            @Schema(example = "120363000000000001@g.us") @Nullable
            String group,

            @Nullable String code,
            @Nullable Instant expiresAt,
            @Nullable String name,
            @Nullable String caption) {
        @Override
        public String toString() {
            return "GroupInvite[]";
        }
    }

    /// A preview of a page that a text links to. Without title it is fetched from the page.
    @Schema(name = "LinkPreview")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Preview(
            @Schema(example = "https://example.com/") @Nullable
            String url,

            @Nullable String title,
            @Nullable String description,

            @Schema(description = "a small JPEG in Base64") @Nullable
            String thumbnail) {
        @Override
        public String toString() {
            return "Preview[]";
        }
    }

    /// A button that was pressed, or a line of a list that was chosen.
    @Schema(name = "Choice")
    public record Choice(String id, String text) {
        @Override
        public String toString() {
            return "Choice[]";
        }
    }

    /// A message that is acted on.
    @Schema(name = "Target")
    public record About(
            @Schema(description = "id of the message", example = "3EB0C431C26A1916EB9A13") @Nullable
            String messageId) {}

    /// The head of an album.
    @Schema(name = "AlbumPart", description = "How many images and videos follow; 2 to 30 together")
    public record Album(
            @Schema(example = "2") @Nullable Integer images,
            @Schema(example = "0") @Nullable Integer videos) {}
}
