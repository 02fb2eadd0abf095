// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Movement;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.TextStyle;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.message.MessageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a message says, in typed form.
public sealed interface IncomingContent {

    /// A text.
    record Text(String text, Optional<LinkPreview> preview, Optional<TextStyle> style) implements IncomingContent {
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /// What has a file.
    sealed interface File extends IncomingContent {

        /// Where the file lies and what opens it.
        MediaReference file();
    }

    /// A picture.
    record Image(MediaReference file, Optional<String> caption, Frame frame) implements File {
        @Override
        public String toString() {
            return "Image[]";
        }
    }

    /// A video, in one of its forms.
    record Video(MediaReference file, Optional<String> caption, Frame frame, Optional<Duration> length, VideoForm form)
            implements File {
        @Override
        public String toString() {
            return "Video[" + form + "]";
        }
    }

    /// A sound file.
    record Audio(MediaReference file, Optional<Duration> length) implements File {}

    /// A voice note.
    ///
    /// @param waveform 64 loudnesses of 0 to 100, or empty
    record VoiceNote(MediaReference file, Optional<Duration> length, Bytes waveform) implements File {}

    /// A file of any kind.
    record Document(
            MediaReference file,
            Optional<String> fileName,
            Optional<String> title,
            OptionalInt pages,
            Optional<String> caption,
            Frame frame)
            implements File {
        @Override
        public String toString() {
            return "Document[redacted]";
        }
    }

    /// A sticker.
    record Sticker(MediaReference file, Frame frame, boolean animated) implements File {}

    /// A set of stickers, as one file.
    record StickerPack(MediaReference file, String id, String name, String publisher, int stickers) implements File {}

    /// The head of an album, whose parts follow as messages.
    record Album(int images, int videos) implements IncomingContent {}

    /// A place.
    record Location(Place place, Optional<String> comment) implements IncomingContent {
        @Override
        public String toString() {
            return "Location[redacted]";
        }
    }

    /// A place that moves.
    ///
    /// @param sequence counts the reports
    record LiveLocation(Place place, Movement movement, Optional<String> caption, long sequence)
            implements IncomingContent {
        @Override
        public String toString() {
            return "LiveLocation[" + sequence + "]";
        }
    }

    /// Contact cards.
    ///
    /// @param title what several cards are called together
    record Contacts(Optional<String> title, List<ContactCard> cards) implements IncomingContent {
        public Contacts {
            cards = List.copyOf(cards);
        }

        @Override
        public String toString() {
            return "Contacts[" + cards.size() + "]";
        }
    }

    /// A new poll. Votes come as [ClientEvent.PollVoted].
    record NewPoll(Poll poll) implements IncomingContent {}

    /// How a poll ended, as its author shows it.
    record PollResult(String question, List<PollTally.Count> counts) implements IncomingContent {
        public PollResult {
            counts = List.copyOf(counts);
        }

        @Override
        public String toString() {
            return "PollResult[" + counts.size() + " options]";
        }
    }

    /// A new event. Answers come as [ClientEvent.EventAnswered].
    record NewEvent(CalendarEvent event) implements IncomingContent {}

    /// An invitation to a group.
    record Invitation(GroupInvite invite) implements IncomingContent {}

    /// An invitation to a channel.
    ///
    /// @param expires until when an invitation to administer it can be taken
    record NewsletterInvitation(
            Jid newsletter, String name, Optional<String> caption, Optional<Instant> expires, boolean asAdministrator)
            implements IncomingContent {
        @Override
        public String toString() {
            return "NewsletterInvitation[redacted]";
        }
    }

    /// A text with things to press.
    ///
    /// @param form the network's word for its form: buttons, list, template, native_flow, carousel
    record Interactive(Interaction interaction, String form) implements IncomingContent {}

    /// Somebody pressed something, or chose from a list.
    ///
    /// @param id the id that the sender of the buttons gave it
    /// @param label what was written on it
    /// @param description the row's small print
    /// @param parameters all that a native flow answers, as JSON
    record Choice(String id, String label, Optional<String> description, Optional<String> parameters)
            implements IncomingContent {
        @Override
        public String toString() {
            return "Choice[redacted]";
        }
    }

    /// A product of a business.
    record Product(
            String id,
            String title,
            Optional<String> description,
            Optional<String> currency,
            long priceThousandths,
            Optional<String> url,
            Optional<MediaReference> picture)
            implements IncomingContent {
        @Override
        public String toString() {
            return "Product[redacted]";
        }
    }

    /// An order at a business.
    record Order(
            String id,
            String title,
            int items,
            long totalThousandths,
            Optional<String> currency,
            Optional<String> note,
            Optional<String> token)
            implements IncomingContent {
        @Override
        public String toString() {
            return "Order[redacted]";
        }
    }

    /// A comment on another message.
    record Comment(Optional<MessageRef> target, IncomingContent content) implements IncomingContent {}

    /// News of a call that was missed or is over.
    record CallLog(boolean video, Optional<Duration> length) implements IncomingContent {}

    /// A request for the reader's phone number.
    record PhoneNumberRequest() implements IncomingContent {}

    /// Content that this device does not get, or not yet.
    record Placeholder() implements IncomingContent {}

    /// Anything else: its bytes are in the message.
    record Unsupported(MessageKind kind) implements IncomingContent {}
}
