// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.Message;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A kind of envelope inside a message: it holds another message and says something about it.
public enum Wrapper {
    /// The chat has a timer.
    EPHEMERAL(Message::hasEphemeralMessage, Message::getEphemeralMessage),
    /// To be seen once.
    VIEW_ONCE(Message::hasViewOnceMessage, Message::getViewOnceMessage),
    /// To be seen once, second form.
    VIEW_ONCE_V2(Message::hasViewOnceMessageV2, Message::getViewOnceMessageV2),
    /// To be heard once.
    VIEW_ONCE_V2_EXTENSION(Message::hasViewOnceMessageV2Extension, Message::getViewOnceMessageV2Extension),
    /// A document with a caption.
    DOCUMENT_WITH_CAPTION(Message::hasDocumentWithCaptionMessage, Message::getDocumentWithCaptionMessage),
    /// An edit, or a message that was edited.
    EDITED(Message::hasEditedMessage, Message::getEditedMessage),
    /// A message that mentions a group.
    GROUP_MENTIONED(Message::hasGroupMentionedMessage, Message::getGroupMentionedMessage),
    /// A message that calls a bot.
    BOT_INVOKE(Message::hasBotInvokeMessage, Message::getBotInvokeMessage),
    /// An animated sticker.
    LOTTIE_STICKER(Message::hasLottieStickerMessage, Message::getLottieStickerMessage),
    /// The picture of an event.
    EVENT_COVER_IMAGE(Message::hasEventCoverImage, Message::getEventCoverImage),
    /// A status that mentions the reader.
    STATUS_MENTION(Message::hasStatusMentionMessage, Message::getStatusMentionMessage),
    /// A picture of a poll's option.
    POLL_OPTION_IMAGE(Message::hasPollCreationOptionImageMessage, Message::getPollCreationOptionImageMessage),
    /// A part of an album, or another version of a file.
    ASSOCIATED_CHILD(Message::hasAssociatedChildMessage, Message::getAssociatedChildMessage),
    /// A status that mentions a group.
    GROUP_STATUS_MENTION(Message::hasGroupStatusMentionMessage, Message::getGroupStatusMentionMessage),
    /// A poll, fourth form.
    POLL_CREATION_V4(Message::hasPollCreationMessageV4, Message::getPollCreationMessageV4),
    /// A status that invites others to add theirs.
    STATUS_ADD_YOURS(Message::hasStatusAddYours, Message::getStatusAddYours),
    /// A status of a group.
    GROUP_STATUS(Message::hasGroupStatusMessage, Message::getGroupStatusMessage),
    /// A status of a group, second form.
    GROUP_STATUS_V2(Message::hasGroupStatusMessageV2, Message::getGroupStatusMessageV2),
    /// A message whose sharing is limited.
    LIMIT_SHARING(Message::hasLimitSharingMessage, Message::getLimitSharingMessage),
    /// A task of a bot.
    BOT_TASK(Message::hasBotTaskMessage, Message::getBotTaskMessage),
    /// A question in a channel.
    QUESTION(Message::hasQuestionMessage, Message::getQuestionMessage),
    /// An answer to such a question.
    QUESTION_REPLY(Message::hasQuestionReplyMessage, Message::getQuestionReplyMessage),
    /// A message forwarded from a bot.
    BOT_FORWARDED(Message::hasBotForwardedMessage, Message::getBotForwardedMessage),
    /// The profile of a channel's admin.
    NEWSLETTER_ADMIN_PROFILE(Message::hasNewsletterAdminProfileMessage, Message::getNewsletterAdminProfileMessage),
    /// The same in a status.
    NEWSLETTER_ADMIN_PROFILE_STATUS(
            Message::hasNewsletterAdminProfileStatusMessage, Message::getNewsletterAdminProfileStatusMessage),
    /// A message hidden until tapped.
    SPOILER(Message::hasSpoilerMessage, Message::getSpoilerMessage),
    /// A bot platform's word of success.
    BOT_PLATFORM_REGISTRATION(
            Message::hasBotPlatformRegistrationSuccessMessage, Message::getBotPlatformRegistrationSuccessMessage);

    private static final Wrapper[] ALL = values();

    // References to methods of generated classes: without state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<Message> present;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<Message, FutureProofMessage> content;

    Wrapper(Predicate<Message> present, Function<Message, FutureProofMessage> content) {
        this.present = present;
        this.content = content;
    }

    /// Whether the content vanishes after one look.
    public boolean isViewOnce() {
        return this == VIEW_ONCE || this == VIEW_ONCE_V2 || this == VIEW_ONCE_V2_EXTENSION;
    }

    /// The wrapper that a message consists of, if any.
    static Optional<Wrapper> of(Message message) {
        for (Wrapper wrapper : ALL) {
            if (wrapper.present.test(message)) {
                return Optional.of(wrapper);
            }
        }
        return Optional.empty();
    }

    Message open(Message message) {
        return content.apply(message).getMessage();
    }
}
