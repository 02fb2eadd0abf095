// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.ContactMessage;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.LocationMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a chat shows of a message.
///
/// @param message the message, without envelopes
public record ContentReading(Message message) {

    /// Nothing to show.
    static final ContentReading NOTHING = new ContentReading(Message.getDefaultInstance());

    /// A file as its message describes it.
    ///
    /// @param mimetype its type
    /// @param name a document's name
    /// @param seconds how long it plays, 0 if unknown
    /// @param voice whether it is a voice note
    public record FileReading(String mimetype, @Nullable String name, int seconds, boolean voice) {

        private static FileReading of(String mimetype) {
            return new FileReading(mimetype, null, 0, false);
        }

        private static FileReading of(VideoMessage video) {
            return new FileReading(video.getMimetype(), null, video.getSeconds(), false);
        }

        private static FileReading of(AudioMessage audio) {
            return new FileReading(audio.getMimetype(), null, audio.getSeconds(), audio.getPtt());
        }

        private static FileReading of(DocumentMessage document) {
            return new FileReading(document.getMimetype(), nullIfEmpty(document.getFileName()), 0, false);
        }
    }

    /// A place.
    public record PlaceReading(
            double latitude,
            double longitude,
            @Nullable String name,
            @Nullable String address) {}

    /// A contact card.
    public record ContactReading(String name, String vcard) {}

    /// A poll.
    ///
    /// @param selectable how many options may be chosen, 0 for any number
    public record PollReading(String question, List<String> options, int selectable) {}

    /// The preview of a link.
    public record LinkReading(
            String url, @Nullable String title, @Nullable String description) {}

    private MessageKind kind() {
        return MessageKind.of(message);
    }

    /// The words of a message that is words.
    public @Nullable String text() {
        return kind().isMedia() ? null : MessageText.of(message).orElse(null);
    }

    /// The words under a file.
    public @Nullable String caption() {
        return kind().isMedia() ? MessageText.of(message).orElse(null) : null;
    }

    /// The file, if there is one.
    public Optional<FileReading> file() {
        return switch (kind()) {
            case IMAGE -> Optional.of(FileReading.of(message.getImageMessage().getMimetype()));
            case VIDEO, GIF -> Optional.of(FileReading.of(message.getVideoMessage()));
            case VIDEO_NOTE -> Optional.of(FileReading.of(message.getPtvMessage()));
            case AUDIO, VOICE_NOTE -> Optional.of(FileReading.of(message.getAudioMessage()));
            case DOCUMENT -> Optional.of(FileReading.of(message.getDocumentMessage()));
            case STICKER ->
                Optional.of(FileReading.of(message.getStickerMessage().getMimetype()));
            default -> Optional.empty();
        };
    }

    /// The place, if it is one.
    public Optional<PlaceReading> place() {
        return switch (kind()) {
            case LOCATION -> {
                LocationMessage place = message.getLocationMessage();
                yield Optional.of(new PlaceReading(
                        place.getDegreesLatitude(),
                        place.getDegreesLongitude(),
                        nullIfEmpty(place.getName()),
                        nullIfEmpty(place.getAddress())));
            }
            case LIVE_LOCATION -> {
                var place = message.getLiveLocationMessage();
                yield Optional.of(
                        new PlaceReading(place.getDegreesLatitude(), place.getDegreesLongitude(), null, null));
            }
            default -> Optional.empty();
        };
    }

    /// The contact card, if it is one; the first of several.
    public Optional<ContactReading> contact() {
        return switch (kind()) {
            case CONTACT -> Optional.of(contact(message.getContactMessage()));
            case CONTACTS ->
                message.getContactsArrayMessage().getContactsList().stream()
                        .findFirst()
                        .map(ContentReading::contact);
            default -> Optional.empty();
        };
    }

    private static ContactReading contact(ContactMessage contact) {
        return new ContactReading(contact.getDisplayName(), contact.getVcard());
    }

    /// The poll, if it is one.
    public Optional<PollReading> poll() {
        return Polls.creation(message)
                .map(poll -> new PollReading(
                        poll.getName(),
                        poll.getOptionsList().stream()
                                .map(PollCreationMessage.Option::getOptionName)
                                .toList(),
                        poll.getSelectableOptionsCount()));
    }

    /// The preview of a link, if there is one.
    public Optional<LinkReading> link() {
        ExtendedTextMessage text = message.getExtendedTextMessage();
        return text.getMatchedText().isEmpty()
                ? Optional.empty()
                : Optional.of(new LinkReading(
                        text.getMatchedText(), nullIfEmpty(text.getTitle()), nullIfEmpty(text.getDescription())));
    }

    /// The id of the message that is answered.
    public @Nullable String quotedId() {
        return context()
                .map(ContextInfo::getStanzaId)
                .map(ContentReading::nullIfEmpty)
                .orElse(null);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private Optional<ContextInfo> context() {
        return Optional.ofNullable(
                switch (kind()) {
                    case TEXT -> message.getExtendedTextMessage().getContextInfo();
                    case IMAGE -> message.getImageMessage().getContextInfo();
                    case VIDEO, GIF -> message.getVideoMessage().getContextInfo();
                    case VIDEO_NOTE -> message.getPtvMessage().getContextInfo();
                    case AUDIO, VOICE_NOTE -> message.getAudioMessage().getContextInfo();
                    case DOCUMENT -> message.getDocumentMessage().getContextInfo();
                    case STICKER -> message.getStickerMessage().getContextInfo();
                    case LOCATION -> message.getLocationMessage().getContextInfo();
                    case LIVE_LOCATION -> message.getLiveLocationMessage().getContextInfo();
                    case CONTACT -> message.getContactMessage().getContextInfo();
                    case CONTACTS -> message.getContactsArrayMessage().getContextInfo();
                    case POLL ->
                        Polls.creation(message)
                                .map(PollCreationMessage::getContextInfo)
                                .orElse(null);
                    case EVENT -> message.getEventMessage().getContextInfo();
                    default -> null;
                });
    }
}
