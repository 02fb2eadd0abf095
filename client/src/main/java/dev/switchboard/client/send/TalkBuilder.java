// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import com.google.protobuf.ByteString;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.TextStyle;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.proto.ContactMessage;
import dev.switchboard.wire.proto.ContactsArrayMessage;
import dev.switchboard.wire.proto.EventMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.GroupInviteMessage;
import dev.switchboard.wire.proto.LiveLocationMessage;
import dev.switchboard.wire.proto.LocationMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollType;
import java.util.List;

/// Builds messages without files.
final class TalkBuilder {

    private TalkBuilder() {}

    static Message text(OutgoingContent.Text text) {
        if (text.preview().isEmpty() && text.style().isEmpty()) {
            return MessageContent.text(text.text());
        }
        ExtendedTextMessage.Builder extended = ExtendedTextMessage.newBuilder().setText(text.text());
        text.preview().ifPresent(preview -> setPreview(extended, preview));
        text.style().ifPresent(style -> setStyle(extended, style));
        return Message.newBuilder().setExtendedTextMessage(extended).build();
    }

    private static void setPreview(ExtendedTextMessage.Builder text, LinkPreview preview) {
        text.setMatchedText(preview.link());
        preview.title().ifPresent(text::setTitle);
        preview.description().ifPresent(text::setDescription);
        preview.thumbnail().ifPresent(picture -> text.setJpegThumbnail(bytes(picture)));
        preview.picture().ifPresent(picture -> setPicture(text, picture));
        preview.frame().width().ifPresent(text::setThumbnailWidth);
        preview.frame().height().ifPresent(text::setThumbnailHeight);
    }

    private static void setPicture(ExtendedTextMessage.Builder text, UploadedMedia picture) {
        MediaReference file = picture.reference();
        file.directPath().ifPresent(text::setThumbnailDirectPath);
        file.key().ifPresent(key -> text.setMediaKey(bytes(key.bytes())));
        file.expected().fileSha256().ifPresent(hash -> text.setThumbnailSha256(bytes(hash)));
        file.expected().fileEncSha256().ifPresent(hash -> text.setThumbnailEncSha256(bytes(hash)));
        text.setMediaKeyTimestamp(picture.uploaded().getEpochSecond());
    }

    private static void setStyle(ExtendedTextMessage.Builder text, TextStyle style) {
        style.background().ifPresent(text::setBackgroundArgb);
        style.foreground().ifPresent(text::setTextArgb);
        style.font().ifPresent(text::setFont);
    }

    static Message location(Place place) {
        return Message.newBuilder().setLocationMessage(place(place)).build();
    }

    private static LocationMessage place(Place place) {
        LocationMessage.Builder location = LocationMessage.newBuilder()
                .setDegreesLatitude(place.latitude())
                .setDegreesLongitude(place.longitude());
        place.name().ifPresent(location::setName);
        place.address().ifPresent(location::setAddress);
        place.url().ifPresent(location::setUrl);
        place.thumbnail().ifPresent(picture -> location.setJpegThumbnail(bytes(picture)));
        return location.build();
    }

    static Message liveLocation(OutgoingContent.LiveLocation content) {
        LiveLocationMessage.Builder location = LiveLocationMessage.newBuilder()
                .setDegreesLatitude(content.place().latitude())
                .setDegreesLongitude(content.place().longitude())
                .setSequenceNumber(content.sequence());
        content.movement().accuracy().ifPresent(location::setAccuracyInMeters);
        content.movement().speed().ifPresent(speed -> location.setSpeedInMps((float) speed));
        content.movement().heading().ifPresent(location::setDegreesClockwiseFromMagneticNorth);
        content.caption().ifPresent(location::setCaption);
        content.place().thumbnail().ifPresent(picture -> location.setJpegThumbnail(bytes(picture)));
        return Message.newBuilder().setLiveLocationMessage(location).build();
    }

    static Message contacts(List<ContactCard> cards) {
        if (cards.size() == 1) {
            return Message.newBuilder()
                    .setContactMessage(contact(cards.getFirst()))
                    .build();
        }
        ContactsArrayMessage.Builder all = ContactsArrayMessage.newBuilder()
                .setDisplayName(cards.getFirst().name() + " + " + (cards.size() - 1));
        cards.forEach(card -> all.addContacts(contact(card)));
        return Message.newBuilder().setContactsArrayMessage(all).build();
    }

    private static ContactMessage contact(ContactCard card) {
        return ContactMessage.newBuilder()
                .setDisplayName(card.name())
                .setVcard(card.vcard())
                .build();
    }

    static Message poll(Poll poll) {
        if (!poll.isSound()) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        PollCreationMessage.Builder creation =
                PollCreationMessage.newBuilder().setName(poll.question()).setSelectableOptionsCount(poll.selectable());
        poll.options().forEach(option -> creation.addOptions(option(option)));
        poll.correct().ifPresent(correct -> creation.setPollType(PollType.QUIZ).setCorrectAnswer(option(correct)));
        poll.ends().ifPresent(end -> creation.setEndTime(end.getEpochSecond()));
        if (poll.hidesVoters()) {
            creation.setHideParticipantName(true);
        }
        if (poll.takesOptions()) {
            creation.setAllowAddOption(true);
        }
        Message.Builder message = Message.newBuilder();
        if (poll.correct().isPresent()) {
            message.setPollCreationMessageV5(creation);
        } else if (poll.selectable() == 1) {
            message.setPollCreationMessageV3(creation);
        } else {
            message.setPollCreationMessage(creation);
        }
        return message.build();
    }

    private static PollCreationMessage.Option option(String name) {
        return PollCreationMessage.Option.newBuilder().setOptionName(name).build();
    }

    static Message event(CalendarEvent event) {
        if (event.name().isEmpty()) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        EventMessage.Builder message = EventMessage.newBuilder()
                .setIsCanceled(event.cancelled())
                .setName(event.name())
                .setStartTime(event.start().getEpochSecond())
                .setExtraGuestsAllowed(event.extraGuests());
        event.description().ifPresent(message::setDescription);
        event.place().ifPresent(place -> message.setLocation(place(place)));
        event.joinLink().ifPresent(message::setJoinLink);
        event.end().ifPresent(end -> message.setEndTime(end.getEpochSecond()));
        return Message.newBuilder().setEventMessage(message).build();
    }

    static Message invitation(GroupInvite invite) {
        GroupInviteMessage.Builder message = GroupInviteMessage.newBuilder()
                .setGroupJid(invite.group().toString())
                .setInviteCode(invite.code())
                .setInviteExpiration(invite.expires().getEpochSecond())
                .setGroupName(invite.groupName());
        invite.caption().ifPresent(message::setCaption);
        invite.thumbnail().ifPresent(picture -> message.setJpegThumbnail(bytes(picture)));
        return Message.newBuilder().setGroupInviteMessage(message).build();
    }

    static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
