// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.media.MediaInput;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body that sends a message of any kind: the fields for all of them, and exactly one of the others, which says
/// what kind it is.
@Schema(
        name = "NewMessage",
        description = "to, and exactly one of the kinds: text, image, video, gif, audio, voice, videoNote, document,"
                + " sticker, location, liveLocation, contacts, poll, event, buttons, list, groupInvite, album, forward; or one that"
                + " acts on a message of the chat: reaction, vote, rsvp, edit, revoke, pin, keep, star")
public record NewMessage(
        @Schema(description = "the recipient in any form, or a chat", example = "+1 555 010 0002") @Nullable
        String to,

        @Schema(description = "what it says", example = "Hello") @Nullable
        String text,

        @Schema(description = "id of the message it replies to") @Nullable
        String replyTo,

        @Schema(description = "the WhatsApp id it is to have: 8 to 64 letters and digits; minted if left out") @Nullable
        String id,

        @Schema(description = "the kind in a word, if you like to say it twice; it must agree with the field") @Nullable
        String type,

        @Schema(description = "who is named in it, in any form") @Nullable
        List<String> mentions,

        @Schema(description = "names everybody in the group") @Nullable
        Boolean mentionAll,

        @Schema(description = "how long after reading it disappears") @Nullable
        Long lifetimeSeconds,

        @Schema(description = "with text: a preview of the page it links to; {} fetches one, with title it is as given")
        Parts.@Nullable Preview linkPreview,

        @Nullable FilePart image,
        @Nullable FilePart video,

        @Schema(description = "a silent video that plays by itself") @Nullable
        FilePart gif,

        @Nullable FilePart audio,
        @Schema(description = "a voice note") @Nullable FilePart voice,
        @Schema(description = "a round video") @Nullable FilePart videoNote,
        @Nullable FilePart document,
        @Nullable FilePart sticker,
        Parts.@Nullable Location location,
        Parts.@Nullable LiveLocation liveLocation,
        @Nullable List<Parts.Contact> contacts,
        Parts.@Nullable Poll poll,
        Parts.@Nullable Event event,
        Parts.@Nullable Buttons buttons,
        Parts.@Nullable Menu list,
        Parts.@Nullable GroupInvite groupInvite,

        @Schema(description = "the head of an album; its images and videos follow, each with inAlbum")
        Parts.@Nullable Album album,

        @Schema(description = "with image or video: the id of the album's head, an own message of this chat") @Nullable
        String inAlbum,

        @Schema(description = "sends a message of this session once more")
        Parts.@Nullable About forward,

        @Nullable ReactionPart reaction,
        @Nullable VotePart vote,
        @Nullable RsvpPart rsvp,
        @Nullable EditPart edit,

        @Schema(description = "takes a message back for everyone")
        Parts.@Nullable About revoke,

        @Nullable PinPart pin,
        @Nullable FlagPart keep,
        @Nullable FlagPart star,

        @Schema(description = "not to be sent before", example = "2030-01-01T09:00:00Z") @Nullable
        Instant sendAt,

        @Schema(description = "not to be sent after; it fails with expired", example = "2030-01-01T12:00:00Z") @Nullable
        Instant expiresAt,

        @Schema(description = "the same in seconds from now, or from sendAt") @Nullable
        Long ttl,

        @Schema(
                allowableValues = {"low", "normal", "high"},
                defaultValue = "normal")
        @Nullable
        String priority) {

    /// A file, and how it is shown.
    @Schema(name = "FilePart", description = "One of mediaId, url and base64, and how the file is shown")
    public record FilePart(
            @Schema(description = "a file that was uploaded") @Nullable
            String mediaId,

            @Schema(example = "https://example.com/picture.jpg") @Nullable
            String url,

            @Nullable String base64,
            @Nullable String mimeType,
            @Nullable String fileName,
            @Nullable String caption,

            @Schema(description = "can be looked at only once") @Nullable
            Boolean viewOnce) {
        MediaInput input() {
            return new MediaInput(mediaId, url, base64, mimeType, fileName);
        }

        @Override
        public String toString() {
            return "FilePart[]";
        }
    }

    /// A reaction.
    @Schema(name = "ReactionPart")
    public record ReactionPart(
            @Nullable String messageId,

            @Schema(example = "👍", description = "empty removes it") @Nullable
            String emoji) {}

    /// A vote.
    @Schema(name = "VotePart")
    public record VotePart(
            @Nullable String messageId,

            @Schema(example = "[\"Pizza\"]", description = "none takes the vote back") @Nullable
            List<String> options) {
        @Override
        public String toString() {
            return "VotePart[]";
        }
    }

    /// An answer to an event.
    @Schema(name = "RsvpPart")
    public record RsvpPart(
            @Nullable String messageId,

            @Schema(allowableValues = {"going", "not_going", "maybe"}) @Nullable
            String attendance) {}

    /// A new text for an own message.
    @Schema(name = "EditPart")
    public record EditPart(
            @Nullable String messageId, @Nullable String text) {
        @Override
        public String toString() {
            return "EditPart[]";
        }
    }

    /// Pins a message in its chat.
    @Schema(name = "PinPart")
    public record PinPart(
            @Nullable String messageId,

            @Schema(description = "how long; 0 unpins it", defaultValue = "604800") @Nullable
            Long seconds) {}

    /// Puts a mark on a message, or takes it away.
    @Schema(name = "FlagPart")
    public record FlagPart(
            @Nullable String messageId,
            @Schema(defaultValue = "true") @Nullable Boolean on) {}

    /// The body that posts a status.
    static NewMessage status(
            @Nullable String text, @Nullable FilePart image, @Nullable FilePart video, @Nullable FilePart voice) {
        return new NewMessage(
                null, text, null, null, null, null, null, null, null, image, video, null, null, voice, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null);
    }

    @Override
    public String toString() {
        return "NewMessage[]";
    }
}
