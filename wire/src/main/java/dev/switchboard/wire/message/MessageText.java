// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.proto.HydratedTemplateButton;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.TemplateMessage;
import java.util.Optional;

/// The words in a message: its text, caption, question, or the words of a choice.
public final class MessageText {

    private MessageText() {}

    /// The words of a message, whatever envelopes it is in; those of the new content for an edit. A message
    /// without words gives nothing, and so does a reaction, whose sign is no text.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if there are too many envelopes
    public static Optional<String> of(Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        return ofContent(unwrapped.kind(), unwrapped.content()).filter(text -> !text.isEmpty());
    }

    private static Optional<String> ofContent(MessageKind kind, Message content) {
        return switch (kind) {
            case TEXT ->
                Optional.of(
                        content.hasConversation()
                                ? content.getConversation()
                                : content.getExtendedTextMessage().getText());
            case IMAGE -> Optional.of(content.getImageMessage().getCaption());
            case VIDEO, GIF -> Optional.of(content.getVideoMessage().getCaption());
            case VIDEO_NOTE -> Optional.of(content.getPtvMessage().getCaption());
            case DOCUMENT -> Optional.of(content.getDocumentMessage().getCaption());
            case STICKER_PACK -> Optional.of(content.getStickerPackMessage().getCaption());
            case LOCATION -> Optional.of(content.getLocationMessage().getComment());
            case LIVE_LOCATION -> Optional.of(content.getLiveLocationMessage().getCaption());
            case POLL -> Polls.creation(content).map(poll -> poll.getName());
            case EVENT -> Optional.of(content.getEventMessage().getName());
            case GROUP_INVITE -> Optional.of(content.getGroupInviteMessage().getCaption());
            case LIST -> Optional.of(content.getListMessage().getDescription());
            case BUTTONS -> Optional.of(content.getButtonsMessage().getContentText());
            case TEMPLATE -> Optional.of(ofTemplate(content.getTemplateMessage()));
            case INTERACTIVE ->
                Optional.of(content.getInteractiveMessage().getBody().getText());
            case CHOICE -> Optional.of(ofChoice(content));
            case PRODUCT -> Optional.of(content.getProductMessage().getBody());
            case ORDER -> Optional.of(content.getOrderMessage().getMessage());
            case COMMENT -> ofNested(content.getCommentMessage().getMessage());
            case EDIT -> ofNested(content.getProtocolMessage().getEditedMessage());
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofNested(Message nested) {
        Unwrapped unwrapped = Unwrapped.of(nested);
        MessageKind kind = unwrapped.kind();
        // One level only: an edit of an edit has no meaning.
        return kind == MessageKind.EDIT || kind == MessageKind.COMMENT
                ? Optional.empty()
                : ofContent(kind, unwrapped.content());
    }

    private static String ofTemplate(TemplateMessage template) {
        return template.hasHydratedTemplate()
                ? template.getHydratedTemplate().getHydratedContentText()
                : template.getHydratedFourRowTemplate().getHydratedContentText();
    }

    private static String ofChoice(Message content) {
        if (content.hasListResponseMessage()) {
            return content.getListResponseMessage().getTitle();
        }
        if (content.hasButtonsResponseMessage()) {
            return content.getButtonsResponseMessage().getSelectedDisplayText();
        }
        if (content.hasTemplateButtonReplyMessage()) {
            return content.getTemplateButtonReplyMessage().getSelectedDisplayText();
        }
        return content.getInteractiveResponseMessage().getBody().getText();
    }

    /// The words on a template's button.
    public static Optional<String> of(HydratedTemplateButton button) {
        if (button.hasQuickReplyButton()) {
            return Optional.of(button.getQuickReplyButton().getDisplayText());
        }
        if (button.hasUrlButton()) {
            return Optional.of(button.getUrlButton().getDisplayText());
        }
        return button.hasCallButton() ? Optional.of(button.getCallButton().getDisplayText()) : Optional.empty();
    }
}
