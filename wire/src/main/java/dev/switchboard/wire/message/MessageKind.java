// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.ProtocolMessage;
import java.util.List;
import java.util.function.Predicate;

/// What a message is, whatever envelopes it came in.
public enum MessageKind {
    /// Text, with or without a link preview.
    TEXT(Role.ENTRY),
    /// A picture.
    IMAGE(Role.ENTRY),
    /// A video.
    VIDEO(Role.ENTRY),
    /// A short video that plays in a loop.
    GIF(Role.ENTRY),
    /// A round video note.
    VIDEO_NOTE(Role.ENTRY),
    /// A sound file.
    AUDIO(Role.ENTRY),
    /// A voice note.
    VOICE_NOTE(Role.ENTRY),
    /// A file.
    DOCUMENT(Role.ENTRY),
    /// A sticker.
    STICKER(Role.ENTRY),
    /// A set of stickers.
    STICKER_PACK(Role.ENTRY),
    /// The head of an album, whose parts follow as messages.
    ALBUM(Role.ENTRY),
    /// A place.
    LOCATION(Role.ENTRY),
    /// A place that moves.
    LIVE_LOCATION(Role.ENTRY),
    /// A contact card.
    CONTACT(Role.ENTRY),
    /// Several contact cards.
    CONTACTS(Role.ENTRY),
    /// A poll.
    POLL(Role.ENTRY),
    /// The result of a poll.
    POLL_RESULT(Role.ENTRY),
    /// An event.
    EVENT(Role.ENTRY),
    /// An invitation to a group.
    GROUP_INVITE(Role.ENTRY),
    /// An invitation to a channel.
    NEWSLETTER_INVITE(Role.ENTRY),
    /// A list to choose from.
    LIST(Role.ENTRY),
    /// Text with buttons.
    BUTTONS(Role.ENTRY),
    /// A business template.
    TEMPLATE(Role.ENTRY),
    /// An interactive message of a business.
    INTERACTIVE(Role.ENTRY),
    /// The choice from a list, of a button or in an interactive message.
    CHOICE(Role.ENTRY),
    /// A product.
    PRODUCT(Role.ENTRY),
    /// An order.
    ORDER(Role.ENTRY),
    /// A payment, or a request for one.
    PAYMENT(Role.ENTRY),
    /// A request for the reader's phone number.
    REQUEST_PHONE_NUMBER(Role.ENTRY),
    /// A comment on a channel's post or group message.
    COMMENT(Role.ENTRY),
    /// News of a call.
    CALL(Role.ENTRY),
    /// A stand-in for content that this device does not get.
    PLACEHOLDER(Role.ENTRY),

    /// A reaction to a message.
    REACTION(Role.ADD_ON),
    /// A reaction hidden from the server.
    ENCRYPTED_REACTION(Role.ADD_ON),
    /// A vote in a poll.
    POLL_VOTE(Role.ADD_ON),
    /// A new option for a poll.
    POLL_ADD_OPTION(Role.ADD_ON),
    /// An answer to an event.
    EVENT_RESPONSE(Role.ADD_ON),
    /// A comment hidden from the server.
    ENCRYPTED_COMMENT(Role.ADD_ON),
    /// An edit hidden from the server.
    ENCRYPTED_EDIT(Role.ADD_ON),
    /// New content for a message.
    EDIT(Role.ADD_ON),
    /// The deletion of a message for everyone.
    REVOKE(Role.ADD_ON),
    /// A message pinned or unpinned.
    PIN(Role.ADD_ON),
    /// A message of a chat with timer kept, or no longer.
    KEEP(Role.ADD_ON),

    /// A new timer for the chat.
    TIMER(Role.PROTOCOL),
    /// History from the phone.
    HISTORY_SYNC(Role.PROTOCOL),
    /// Keys of app state.
    APP_STATE_KEY_SHARE(Role.PROTOCOL),
    /// A request for keys of app state.
    APP_STATE_KEY_REQUEST(Role.PROTOCOL),
    /// App state of a device is broken.
    APP_STATE_EXCEPTION(Role.PROTOCOL),
    /// A request to an own device.
    PEER_DATA_REQUEST(Role.PROTOCOL),
    /// The answer to such a request.
    PEER_DATA_RESPONSE(Role.PROTOCOL),
    /// Hidden ids for phone numbers.
    LID_MAPPING(Role.PROTOCOL),
    /// Any other protocol message.
    OTHER_PROTOCOL(Role.PROTOCOL),

    /// Nothing but a sender key.
    SENDER_KEY(Role.PROTOCOL),
    /// Nothing at all.
    EMPTY(Role.PROTOCOL),
    /// Content of a kind that is not known here.
    UNSUPPORTED(Role.ENTRY);

    private enum Role {
        ENTRY,
        ADD_ON,
        PROTOCOL
    }

    private final Role role;

    MessageKind(Role role) {
        this.role = role;
    }

    private record Test(MessageKind kind, Predicate<Message> matches) {}

    private static final List<Test> TESTS = List.of(
            new Test(TEXT, message -> message.hasConversation() || message.hasExtendedTextMessage()),
            new Test(IMAGE, Message::hasImageMessage),
            new Test(GIF, message -> message.getVideoMessage().getGifPlayback()),
            new Test(VIDEO, Message::hasVideoMessage),
            new Test(VIDEO_NOTE, Message::hasPtvMessage),
            new Test(VOICE_NOTE, message -> message.getAudioMessage().getPtt()),
            new Test(AUDIO, Message::hasAudioMessage),
            new Test(DOCUMENT, Message::hasDocumentMessage),
            new Test(STICKER, Message::hasStickerMessage),
            new Test(STICKER_PACK, Message::hasStickerPackMessage),
            new Test(ALBUM, Message::hasAlbumMessage),
            new Test(LOCATION, Message::hasLocationMessage),
            new Test(LIVE_LOCATION, Message::hasLiveLocationMessage),
            new Test(CONTACT, Message::hasContactMessage),
            new Test(CONTACTS, Message::hasContactsArrayMessage),
            new Test(REACTION, Message::hasReactionMessage),
            new Test(ENCRYPTED_REACTION, Message::hasEncReactionMessage),
            new Test(POLL, Polls::isCreation),
            new Test(POLL_VOTE, Message::hasPollUpdateMessage),
            new Test(POLL_ADD_OPTION, Message::hasPollAddOptionMessage),
            new Test(
                    POLL_RESULT,
                    message -> message.hasPollResultSnapshotMessage() || message.hasPollResultSnapshotMessageV3()),
            new Test(EVENT, message -> message.hasEventMessage() || message.hasEventInviteMessage()),
            new Test(EVENT_RESPONSE, Message::hasEncEventResponseMessage),
            new Test(PIN, Message::hasPinInChatMessage),
            new Test(KEEP, Message::hasKeepInChatMessage),
            new Test(COMMENT, Message::hasCommentMessage),
            new Test(ENCRYPTED_COMMENT, Message::hasEncCommentMessage),
            new Test(ENCRYPTED_EDIT, Message::hasSecretEncryptedMessage),
            new Test(GROUP_INVITE, Message::hasGroupInviteMessage),
            new Test(
                    NEWSLETTER_INVITE,
                    message -> message.hasNewsletterAdminInviteMessage()
                            || message.hasNewsletterFollowerInviteMessageV2()),
            new Test(LIST, Message::hasListMessage),
            new Test(BUTTONS, Message::hasButtonsMessage),
            new Test(TEMPLATE, message -> message.hasTemplateMessage() || message.hasHighlyStructuredMessage()),
            new Test(INTERACTIVE, Message::hasInteractiveMessage),
            new Test(CHOICE, MessageKind::isChoice),
            new Test(PRODUCT, Message::hasProductMessage),
            new Test(ORDER, Message::hasOrderMessage),
            new Test(PAYMENT, MessageKind::isPayment),
            new Test(REQUEST_PHONE_NUMBER, Message::hasRequestPhoneNumberMessage),
            new Test(CALL, MessageKind::isCall),
            new Test(PLACEHOLDER, Message::hasPlaceholderMessage));

    /// The kind of a message, whatever envelopes it is in.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if there are too many envelopes
    public static MessageKind of(Message message) {
        return Unwrapped.of(message).kind();
    }

    static MessageKind ofContent(Message message) {
        if (message.hasProtocolMessage()) {
            return ofProtocol(message.getProtocolMessage());
        }
        for (Test test : TESTS) {
            if (test.matches.test(message)) {
                return test.kind;
            }
        }
        return ofRest(message);
    }

    private static MessageKind ofProtocol(ProtocolMessage message) {
        // An absent or unknown type would read as REVOKE, the enum's zero.
        if (!message.hasType()) {
            return OTHER_PROTOCOL;
        }
        return switch (message.getType()) {
            case REVOKE -> REVOKE;
            case MESSAGE_EDIT -> EDIT;
            case EPHEMERAL_SETTING, EPHEMERAL_SYNC_RESPONSE -> TIMER;
            case HISTORY_SYNC_NOTIFICATION -> HISTORY_SYNC;
            case APP_STATE_SYNC_KEY_SHARE -> APP_STATE_KEY_SHARE;
            case APP_STATE_SYNC_KEY_REQUEST -> APP_STATE_KEY_REQUEST;
            case APP_STATE_FATAL_EXCEPTION_NOTIFICATION -> APP_STATE_EXCEPTION;
            case PEER_DATA_OPERATION_REQUEST_MESSAGE -> PEER_DATA_REQUEST;
            case PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE -> PEER_DATA_RESPONSE;
            case LID_MIGRATION_MAPPING_SYNC -> LID_MAPPING;
            default -> OTHER_PROTOCOL;
        };
    }

    private static MessageKind ofRest(Message message) {
        Message rest = message.toBuilder()
                .clearMessageContextInfo()
                .clearSenderKeyDistributionMessage()
                .clearFastRatchetKeySenderKeyDistributionMessage()
                .build();
        boolean hasKey =
                message.hasSenderKeyDistributionMessage() || message.hasFastRatchetKeySenderKeyDistributionMessage();
        if (rest.getSerializedSize() > 0) {
            return UNSUPPORTED;
        }
        return hasKey ? SENDER_KEY : EMPTY;
    }

    private static boolean isChoice(Message message) {
        return message.hasListResponseMessage()
                || message.hasButtonsResponseMessage()
                || message.hasTemplateButtonReplyMessage()
                || message.hasInteractiveResponseMessage();
    }

    private static boolean isPayment(Message message) {
        return message.hasSendPaymentMessage()
                || message.hasRequestPaymentMessage()
                || message.hasDeclinePaymentRequestMessage()
                || message.hasCancelPaymentRequestMessage()
                || message.hasPaymentInviteMessage()
                || message.hasInvoiceMessage();
    }

    private static boolean isCall(Message message) {
        return message.hasCall()
                || message.hasCallLogMesssage()
                || message.hasBcallMessage()
                || message.hasScheduledCallCreationMessage()
                || message.hasScheduledCallEditMessage();
    }

    /// Whether it stands in a chat as an entry of its own.
    public boolean isEntry() {
        return role == Role.ENTRY;
    }

    /// Whether it changes another message.
    public boolean isAddOn() {
        return role == Role.ADD_ON;
    }

    /// Whether it is machinery that no reader sees.
    public boolean isProtocol() {
        return role == Role.PROTOCOL;
    }

    /// Whether a file belongs to it.
    public boolean isMedia() {
        return switch (this) {
            case IMAGE, VIDEO, GIF, VIDEO_NOTE, AUDIO, VOICE_NOTE, DOCUMENT, STICKER, STICKER_PACK -> true;
            default -> false;
        };
    }

    /// Whether only the own phone may send it: from anyone else it must be dropped.
    public boolean isFromOwnPhoneOnly() {
        return switch (this) {
            case HISTORY_SYNC, APP_STATE_KEY_SHARE, APP_STATE_EXCEPTION, PEER_DATA_RESPONSE, LID_MAPPING -> true;
            default -> false;
        };
    }
}
