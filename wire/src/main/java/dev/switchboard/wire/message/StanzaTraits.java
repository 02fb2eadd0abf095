// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.KeepType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the server is told about a message it cannot read.
///
/// @param type the type of the stanza: text, media, reaction, poll or event
/// @param mediaType the media type of its ciphertexts
/// @param edit what it does to another message
/// @param hideOnFailure whether a device that cannot open it shall show nothing
/// @param meta a `<meta>` child
/// @param biz a `<biz>` child, which things to press need
public record StanzaTraits(
        String type,
        Optional<String> mediaType,
        Optional<String> edit,
        boolean hideOnFailure,
        Optional<Node> meta,
        Optional<Node> biz) {

    /// The edit attribute of an edit.
    public static final String EDIT_MESSAGE = "1";

    /// The edit attribute of a pin.
    public static final String EDIT_PIN = "2";

    /// The edit attribute of an edit in a channel.
    public static final String EDIT_ADMIN = "3";

    /// The edit attribute of the deletion of an own message, a reaction or a keep.
    public static final String EDIT_SENDER_REVOKE = "7";

    /// The edit attribute of the deletion of another's message.
    public static final String EDIT_ADMIN_REVOKE = "8";

    /// The traits of a message, whatever envelopes it is in.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if there are too many envelopes
    public static StanzaTraits of(Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        Message content = unwrapped.content();
        MessageKind kind = unwrapped.kind();
        Optional<String> mediaType = mediaType(kind, content);
        return new StanzaTraits(
                type(kind, mediaType),
                mediaType,
                edit(kind, content),
                hides(kind, content),
                meta(kind, content),
                BizNode.of(kind, content));
    }

    /// The children that go into the stanza beside the ciphertexts.
    public List<Node> extras() {
        return Stream.concat(meta.stream(), biz.stream()).toList();
    }

    private static String type(MessageKind kind, Optional<String> mediaType) {
        return switch (kind) {
            case REACTION, ENCRYPTED_REACTION -> "reaction";
            case POLL, POLL_VOTE, POLL_ADD_OPTION -> "poll";
            case EVENT -> "event";
            default -> mediaType.isPresent() ? "media" : "text";
        };
    }

    private static Optional<String> mediaType(MessageKind kind, Message content) {
        return switch (kind) {
            case IMAGE -> Optional.of("image");
            case VIDEO -> Optional.of("video");
            case GIF -> Optional.of("gif");
            case VIDEO_NOTE -> Optional.of("ptv");
            case AUDIO -> Optional.of("audio");
            case VOICE_NOTE -> Optional.of("ptt");
            case DOCUMENT -> Optional.of("document");
            case STICKER -> Optional.of("sticker");
            case STICKER_PACK -> Optional.of("sticker_pack");
            case LOCATION -> Optional.of("location");
            case LIVE_LOCATION -> Optional.of("livelocation");
            case CONTACT -> Optional.of("vcard");
            case CONTACTS -> Optional.of("contact_array");
            case GROUP_INVITE -> Optional.of("url");
            case TEXT -> hasPreview(content.getExtendedTextMessage()) ? Optional.of("url") : Optional.empty();
            case LIST -> Optional.of("list");
            case ORDER -> Optional.of("order");
            case PRODUCT -> Optional.of("product");
            case CHOICE -> choiceType(content);
            default -> Optional.empty();
        };
    }

    private static boolean hasPreview(ExtendedTextMessage text) {
        return !text.getMatchedText().isEmpty();
    }

    private static Optional<String> choiceType(Message content) {
        if (content.hasListResponseMessage()) {
            return Optional.of("list_response");
        }
        if (content.hasButtonsResponseMessage()) {
            return Optional.of("buttons_response");
        }
        return content.hasInteractiveResponseMessage() ? Optional.of("native_flow_response") : Optional.empty();
    }

    private static Optional<String> edit(MessageKind kind, Message content) {
        return switch (kind) {
            case EDIT -> Optional.of(EDIT_MESSAGE);
            case ENCRYPTED_EDIT -> isMessageEdit(content) ? Optional.of(EDIT_MESSAGE) : Optional.empty();
            case PIN -> Optional.of(EDIT_PIN);
            case REVOKE ->
                Optional.of(content.getProtocolMessage().getKey().getFromMe() ? EDIT_SENDER_REVOKE : EDIT_ADMIN_REVOKE);
            case REACTION ->
                content.getReactionMessage().getText().isEmpty() ? Optional.of(EDIT_SENDER_REVOKE) : Optional.empty();
            case KEEP ->
                content.getKeepInChatMessage().getKeepType() == KeepType.UNDO_KEEP_FOR_ALL
                        ? Optional.of(EDIT_SENDER_REVOKE)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isMessageEdit(Message content) {
        return content.getSecretEncryptedMessage().getSecretEncType()
                == SecretEncryptedMessage.SecretEncType.MESSAGE_EDIT;
    }

    private static boolean hides(MessageKind kind, Message content) {
        return switch (kind) {
            case REACTION, ENCRYPTED_REACTION, EDIT, REVOKE, POLL_VOTE, PIN, KEEP, EVENT_RESPONSE -> true;
            case ENCRYPTED_EDIT -> content.hasSecretEncryptedMessage();
            default -> false;
        };
    }

    private static Optional<Node> meta(MessageKind kind, Message content) {
        return switch (kind) {
            case POLL -> Optional.of(meta("polltype", "creation"));
            case POLL_VOTE -> Optional.of(meta("polltype", "vote"));
            case EVENT -> Optional.of(meta("event_type", "creation"));
            case EVENT_RESPONSE -> Optional.of(meta("event_type", "response"));
            case ENCRYPTED_EDIT ->
                content.getSecretEncryptedMessage().getSecretEncType()
                                == SecretEncryptedMessage.SecretEncType.EVENT_EDIT
                        ? Optional.of(meta("event_type", "edit"))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Node meta(String name, String value) {
        return Node.builder("meta").attr(name, value).build();
    }
}
