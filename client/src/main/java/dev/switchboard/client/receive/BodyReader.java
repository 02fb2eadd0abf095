// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.ContactCard;
import dev.switchboard.client.message.GroupInvite;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.Movement;
import dev.switchboard.client.message.Place;
import dev.switchboard.client.message.Poll;
import dev.switchboard.client.message.TextStyle;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.EventMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.GroupInviteMessage;
import dev.switchboard.wire.proto.LiveLocationMessage;
import dev.switchboard.wire.proto.LocationMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.NewsletterAdminInviteMessage;
import dev.switchboard.wire.proto.NewsletterFollowerInviteMessage;
import dev.switchboard.wire.proto.OrderMessage;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollResultSnapshotMessage;
import dev.switchboard.wire.proto.ProductMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Reads what a message says. Whatever is in it, something comes out: what makes no sense is unsupported.
public final class BodyReader {

    private BodyReader() {}

    /// The typed form of a message, whatever envelopes it is in.
    public static IncomingContent read(Message message) {
        try {
            return read(Unwrapped.of(message));
        } catch (WireException _) {
            return new IncomingContent.Unsupported(MessageKind.UNSUPPORTED);
        }
    }

    static IncomingContent read(Unwrapped unwrapped) {
        MessageKind kind = unwrapped.kind();
        try {
            return read(kind, unwrapped.content()).orElseGet(() -> new IncomingContent.Unsupported(kind));
        } catch (WireException _) {
            return new IncomingContent.Unsupported(kind);
        }
    }

    private static Optional<IncomingContent> read(MessageKind kind, Message content) {
        return switch (kind) {
            case TEXT -> Optional.of(text(content));
            case IMAGE, VIDEO, GIF, VIDEO_NOTE, AUDIO, VOICE_NOTE, DOCUMENT, STICKER, STICKER_PACK ->
                FileReader.read(kind, content);
            case ALBUM ->
                Optional.of(new IncomingContent.Album(
                        content.getAlbumMessage().getExpectedImageCount(),
                        content.getAlbumMessage().getExpectedVideoCount()));
            case LOCATION -> location(content.getLocationMessage());
            case LIVE_LOCATION -> liveLocation(content.getLiveLocationMessage());
            case CONTACT ->
                Optional.of(new IncomingContent.Contacts(
                        Optional.empty(),
                        List.of(new ContactCard(
                                content.getContactMessage().getDisplayName(),
                                content.getContactMessage().getVcard()))));
            case CONTACTS ->
                Optional.of(new IncomingContent.Contacts(
                        Values.text(content.getContactsArrayMessage().getDisplayName()),
                        content.getContactsArrayMessage().getContactsList().stream()
                                .map(card -> new ContactCard(card.getDisplayName(), card.getVcard()))
                                .toList()));
            case POLL -> Polls.creation(content).map(BodyReader::poll);
            case POLL_RESULT -> Optional.of(pollResult(content));
            case EVENT -> event(content.getEventMessage()).map(IncomingContent.NewEvent::new);
            case GROUP_INVITE -> groupInvite(content.getGroupInviteMessage());
            case NEWSLETTER_INVITE -> newsletterInvite(content);
            case LIST, BUTTONS, TEMPLATE, INTERACTIVE -> Optional.of(InteractionReader.read(kind, content));
            case CHOICE -> Optional.of(InteractionReader.choice(content));
            case PRODUCT -> Optional.of(product(content.getProductMessage()));
            case ORDER -> Optional.of(order(content.getOrderMessage()));
            case COMMENT ->
                Optional.of(new IncomingContent.Comment(
                        Optional.empty(), leaf(content.getCommentMessage().getMessage())));
            case CALL ->
                Optional.of(
                        new IncomingContent.CallLog(content.getCallLogMesssage().getIsVideo(), Values.seconds((int)
                                Math.clamp(content.getCallLogMesssage().getDurationSecs(), 0L, Integer.MAX_VALUE))));
            case REQUEST_PHONE_NUMBER -> Optional.of(new IncomingContent.PhoneNumberRequest());
            case PLACEHOLDER -> Optional.of(new IncomingContent.Placeholder());
            default -> Optional.empty();
        };
    }

    /// What stands in a comment: a comment in a comment has no meaning.
    private static IncomingContent leaf(Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        return unwrapped.kind() == MessageKind.COMMENT
                ? new IncomingContent.Unsupported(MessageKind.COMMENT)
                : read(unwrapped);
    }

    private static IncomingContent text(Message content) {
        if (content.hasConversation()) {
            return new IncomingContent.Text(content.getConversation(), Optional.empty(), Optional.empty());
        }
        ExtendedTextMessage text = content.getExtendedTextMessage();
        return new IncomingContent.Text(text.getText(), preview(text), style(text));
    }

    private static Optional<LinkPreview> preview(ExtendedTextMessage text) {
        return Values.text(text.getMatchedText())
                .map(link -> new LinkPreview(
                        link,
                        Values.text(text.getTitle()),
                        Values.text(text.getDescription()),
                        Values.bytes(text.getJpegThumbnail()),
                        FileReader.previewPicture(text),
                        FileReader.frame(text.getThumbnailWidth(), text.getThumbnailHeight())));
    }

    private static Optional<TextStyle> style(ExtendedTextMessage text) {
        boolean styled = text.hasBackgroundArgb() || text.hasTextArgb() || text.hasFont();
        return styled
                ? Optional.of(new TextStyle(
                        text.hasBackgroundArgb() ? OptionalInt.of(text.getBackgroundArgb()) : OptionalInt.empty(),
                        text.hasTextArgb() ? OptionalInt.of(text.getTextArgb()) : OptionalInt.empty(),
                        text.hasFont() ? OptionalInt.of(text.getFont()) : OptionalInt.empty()))
                : Optional.empty();
    }

    private static Optional<Place> place(LocationMessage location) {
        return Place.exists(location.getDegreesLatitude(), location.getDegreesLongitude())
                ? Optional.of(new Place(
                        location.getDegreesLatitude(),
                        location.getDegreesLongitude(),
                        Values.text(location.getName()),
                        Values.text(location.getAddress()),
                        Values.text(location.getUrl()),
                        Values.bytes(location.getJpegThumbnail())))
                : Optional.empty();
    }

    private static Optional<IncomingContent> location(LocationMessage location) {
        return place(location).map(place -> new IncomingContent.Location(place, Values.text(location.getComment())));
    }

    private static Optional<IncomingContent> liveLocation(LiveLocationMessage location) {
        if (!Place.exists(location.getDegreesLatitude(), location.getDegreesLongitude())) {
            return Optional.empty();
        }
        Place place = new Place(
                location.getDegreesLatitude(),
                location.getDegreesLongitude(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Values.bytes(location.getJpegThumbnail()));
        float speed = location.getSpeedInMps();
        Movement movement = new Movement(
                Values.number(location.getAccuracyInMeters()),
                Float.isFinite(speed) && speed > 0 ? OptionalDouble.of(speed) : OptionalDouble.empty(),
                Values.number(location.getDegreesClockwiseFromMagneticNorth()));
        return Optional.of(new IncomingContent.LiveLocation(
                place, movement, Values.text(location.getCaption()), location.getSequenceNumber()));
    }

    private static IncomingContent poll(PollCreationMessage poll) {
        return new IncomingContent.NewPoll(new Poll(
                poll.getName(),
                poll.getOptionsList().stream()
                        .map(PollCreationMessage.Option::getOptionName)
                        .toList(),
                poll.getSelectableOptionsCount(),
                poll.hasCorrectAnswer() ? Values.text(poll.getCorrectAnswer().getOptionName()) : Optional.empty(),
                Values.time(poll.getEndTime()),
                poll.getHideParticipantName(),
                poll.getAllowAddOption()));
    }

    private static IncomingContent pollResult(Message content) {
        PollResultSnapshotMessage result = content.hasPollResultSnapshotMessage()
                ? content.getPollResultSnapshotMessage()
                : content.getPollResultSnapshotMessageV3();
        return new IncomingContent.PollResult(
                result.getName(),
                result.getPollVotesList().stream()
                        .map(vote -> new PollTally.Count(vote.getOptionName(), (int)
                                Math.clamp(vote.getOptionVoteCount(), 0L, Integer.MAX_VALUE)))
                        .toList());
    }

    static Optional<CalendarEvent> event(EventMessage event) {
        if (event.getName().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CalendarEvent(
                event.getName(),
                Values.text(event.getDescription()),
                event.hasLocation() ? place(event.getLocation()) : Optional.empty(),
                Values.text(event.getJoinLink()),
                Values.time(event.getStartTime()).orElse(Instant.EPOCH),
                Values.time(event.getEndTime()),
                event.getExtraGuestsAllowed(),
                event.getIsCanceled()));
    }

    private static Optional<IncomingContent> groupInvite(GroupInviteMessage invite) {
        return Values.jid(invite.getGroupJid())
                .map(group -> new IncomingContent.Invitation(new GroupInvite(
                        group,
                        invite.getInviteCode(),
                        Values.time(invite.getInviteExpiration()).orElse(Instant.EPOCH),
                        invite.getGroupName(),
                        Values.text(invite.getCaption()),
                        Values.bytes(invite.getJpegThumbnail()))));
    }

    private static Optional<IncomingContent> newsletterInvite(Message content) {
        if (content.hasNewsletterAdminInviteMessage()) {
            NewsletterAdminInviteMessage invite = content.getNewsletterAdminInviteMessage();
            return Values.jid(invite.getNewsletterJid())
                    .map(newsletter -> new IncomingContent.NewsletterInvitation(
                            newsletter,
                            invite.getNewsletterName(),
                            Values.text(invite.getCaption()),
                            Values.time(invite.getInviteExpiration()),
                            true));
        }
        NewsletterFollowerInviteMessage invite = content.getNewsletterFollowerInviteMessageV2();
        return Values.jid(invite.getNewsletterJid())
                .map(newsletter -> new IncomingContent.NewsletterInvitation(
                        newsletter,
                        invite.getNewsletterName(),
                        Values.text(invite.getCaption()),
                        Optional.empty(),
                        false));
    }

    private static IncomingContent product(ProductMessage message) {
        ProductMessage.ProductSnapshot product = message.getProduct();
        return new IncomingContent.Product(
                product.getProductId(),
                product.getTitle(),
                Values.text(product.getDescription()),
                Values.text(product.getCurrencyCode()),
                product.getPriceAmount1000(),
                Values.text(product.getUrl()),
                product.hasProductImage()
                        ? Optional.of(MediaReference.of(product.getProductImage()))
                        : Optional.empty());
    }

    private static IncomingContent order(OrderMessage order) {
        return new IncomingContent.Order(
                order.getOrderId(),
                order.getOrderTitle(),
                order.getItemCount(),
                order.getTotalAmount1000(),
                Values.text(order.getTotalCurrencyCode()),
                Values.text(order.getMessage()),
                Values.text(order.getToken()));
    }
}
