// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a message says. All of it is plain data that can be kept and sent later, to one chat or to many: files are
/// uploaded before, once.
public sealed interface OutgoingContent {

    /// A text.
    ///
    /// @param preview what to show of a link in it
    /// @param style how it looks where texts are shown as pictures
    record Text(String text, Optional<LinkPreview> preview, Optional<TextStyle> style) implements OutgoingContent {
        public Text {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("text: empty (expected: some text)");
            }
        }

        public Text(String text) {
            this(text, Optional.empty(), Optional.empty());
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /// A picture.
    ///
    /// @param viewOnce whether it vanishes after one look
    record Image(UploadedMedia file, Optional<String> caption, Frame frame, boolean viewOnce)
            implements OutgoingContent {
        @Override
        public String toString() {
            return "Image[viewOnce=" + viewOnce + "]";
        }
    }

    /// A video, in one of its forms.
    ///
    /// @param viewOnce whether it vanishes after one look
    record Video(
            UploadedMedia file,
            Optional<String> caption,
            Frame frame,
            Optional<Duration> length,
            VideoForm form,
            boolean viewOnce)
            implements OutgoingContent {
        @Override
        public String toString() {
            return "Video[" + form + "]";
        }
    }

    /// A sound file.
    record Audio(UploadedMedia file, Optional<Duration> length) implements OutgoingContent {}

    /// A voice note: Ogg with Opus, mono.
    ///
    /// @param waveform 64 loudnesses of 0 to 100, or empty
    /// @param viewOnce whether it vanishes after it was heard
    record VoiceNote(UploadedMedia file, Optional<Duration> length, Bytes waveform, boolean viewOnce)
            implements OutgoingContent {}

    /// A file of any kind.
    record Document(
            UploadedMedia file,
            Optional<String> fileName,
            Optional<String> title,
            OptionalInt pages,
            Optional<String> caption,
            Frame frame)
            implements OutgoingContent {
        @Override
        public String toString() {
            return "Document[redacted]";
        }
    }

    /// A sticker: WebP, 512 by 512.
    record Sticker(UploadedMedia file, Frame frame, boolean animated) implements OutgoingContent {}

    /// The head of an album. Its parts follow as messages of their own, with its reference in their context.
    record Album(int images, int videos) implements OutgoingContent {}

    /// A place.
    record Location(Place place) implements OutgoingContent {}

    /// A place that moves: each report of it is a message.
    ///
    /// @param sequence counts the reports
    record LiveLocation(Place place, Movement movement, Optional<String> caption, long sequence)
            implements OutgoingContent {}

    /// Contact cards.
    record Contacts(List<ContactCard> cards) implements OutgoingContent {
        public Contacts {
            cards = List.copyOf(cards);
            if (cards.isEmpty()) {
                throw new IllegalArgumentException("contact cards: none (expected: at least one)");
            }
        }
    }

    /// A reaction; an empty emoji removes it.
    record Reaction(MessageRef target, String emoji) implements OutgoingContent {}

    /// A new poll.
    record NewPoll(Poll poll) implements OutgoingContent {}

    /// A vote in a poll, in place of any vote before.
    ///
    /// @param options the chosen options' words; none withdraws the vote
    record PollVote(MessageRef poll, List<String> options) implements OutgoingContent {
        public PollVote {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "PollVote[" + options.size() + " options]";
        }
    }

    /// A new event.
    record NewEvent(CalendarEvent event) implements OutgoingContent {}

    /// New content for an own event.
    record EventEdit(MessageRef target, CalendarEvent event) implements OutgoingContent {}

    /// Whether this account comes to an event.
    record EventReply(MessageRef event, EventAnswer answer, int extraGuests) implements OutgoingContent {}

    /// A comment on a message of a group whose members see no reactions of each other; hidden from the server.
    record Comment(MessageRef target, String text) implements OutgoingContent {
        @Override
        public String toString() {
            return "Comment[" + text.length() + " chars]";
        }
    }

    /// A reaction of such a group; hidden from the server.
    record HiddenReaction(MessageRef target, String emoji) implements OutgoingContent {}

    /// An invitation to a group.
    record Invitation(GroupInvite invite) implements OutgoingContent {}

    /// A text with things to press.
    record Interactive(Interaction interaction, Interaction.Form form) implements OutgoingContent {}

    /// New content for an own message: a text, or a file's new caption.
    record Edit(MessageRef target, OutgoingContent replacement) implements OutgoingContent {
        public Edit(MessageRef target, String text) {
            this(target, new Text(text));
        }
    }

    /// Takes a message back for everyone; as an administrator of a group also another member's.
    record Revoke(MessageRef target) implements OutgoingContent {}

    /// Pins a message in its chat.
    ///
    /// @param time 1, 7 or 30 days are what phones offer
    record Pin(MessageRef target, Duration time) implements OutgoingContent {}

    /// Takes a pin away.
    record Unpin(MessageRef target) implements OutgoingContent {}

    /// Keeps a message of a chat with timer, or no longer.
    record Keep(MessageRef target, boolean kept) implements OutgoingContent {}

    /// Sets the timer of a chat with one person; zero turns it off.
    record ChatTimer(Duration time) implements OutgoingContent {}

    /// A message sent on. Whom it answered and named is left out, and how often it was forwarded is counted on.
    ///
    /// @param message the protobuf `Message`, as it was received or sent
    /// @param own whether this account wrote it
    record Forward(Bytes message, boolean own) implements OutgoingContent {}

    /// Any content, as the bytes of a protobuf `Message`.
    record Raw(Bytes message) implements OutgoingContent {}
}
