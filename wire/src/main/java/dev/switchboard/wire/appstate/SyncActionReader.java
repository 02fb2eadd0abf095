// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ContactAction;
import dev.switchboard.wire.proto.DeleteMessageForMeAction;
import dev.switchboard.wire.proto.LabelEditAction;
import dev.switchboard.wire.proto.LidContactAction;
import dev.switchboard.wire.proto.MuteAction;
import dev.switchboard.wire.proto.QuickReplyAction;
import dev.switchboard.wire.proto.SyncActionValue;
import java.time.Instant;
import java.util.Optional;

/// From a mutation to what it says.
final class SyncActionReader {

    private static final long MAX_SECONDS = Instant.MAX.getEpochSecond();

    private SyncActionReader() {}

    static SyncAction read(Mutation mutation) {
        Optional<MutationIndex> index = mutation.index();
        if (index.isEmpty()) {
            return new SyncAction.Unknown(mutation);
        }
        try {
            return (mutation.operation() == Mutation.Operation.SET
                            ? readSet(index.get(), mutation.value())
                            : readRemoved(index.get()))
                    .orElseGet(() -> new SyncAction.Unknown(mutation));
        } catch (MalformedJid _) {
            return new SyncAction.Unknown(mutation);
        }
    }

    private static Optional<SyncAction> readRemoved(MutationIndex index) {
        return switch (index.action()) {
            case "contact" -> Optional.of(new SyncAction.ContactRemoved(Jid.parse(index.argument(1))));
            case "nct_salt_sync" -> Optional.of(new SyncAction.NctSalt(Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Optional<SyncAction> readSet(MutationIndex index, SyncActionValue value) {
        return switch (index.action()) {
            case "mute" -> value.hasMuteAction() ? Optional.of(mute(index, value.getMuteAction())) : Optional.empty();
            case "pin_v1" ->
                value.hasPinAction()
                        ? Optional.of(new SyncAction.Pin(
                                chat(index), value.getPinAction().getPinned()))
                        : Optional.empty();
            case "archive", "markChatAsRead", "clearChat", "deleteChat" -> readChat(index, value);
            case "star" ->
                value.hasStarAction()
                        ? Optional.of(new SyncAction.Star(
                                message(index), value.getStarAction().getStarred()))
                        : Optional.empty();
            case "deleteMessageForMe" ->
                value.hasDeleteMessageForMeAction()
                        ? Optional.of(deleteForMe(index, value.getDeleteMessageForMeAction()))
                        : Optional.empty();
            case "label_edit", "label_jid", "label_message" -> readLabel(index, value);
            case "lock", "userStatusMute", "lid_contact", "quick_reply", "favorites", "time_format" ->
                readMore(index, value);
            default -> readSetting(index, value);
        };
    }

    private static Optional<SyncAction> readChat(MutationIndex index, SyncActionValue value) {
        Jid chat = chat(index);
        if (value.hasArchiveChatAction()) {
            return Optional.of(new SyncAction.Archive(
                    chat,
                    value.getArchiveChatAction().getArchived(),
                    value.getArchiveChatAction().getMessageRange()));
        }
        if (value.hasMarkChatAsReadAction()) {
            return Optional.of(new SyncAction.MarkRead(
                    chat,
                    value.getMarkChatAsReadAction().getRead(),
                    value.getMarkChatAsReadAction().getMessageRange()));
        }
        if (value.hasClearChatAction()) {
            return Optional.of(new SyncAction.ClearChat(
                    chat,
                    index.argument(2).equals("1"),
                    index.argument(3).equals("1"),
                    value.getClearChatAction().getMessageRange()));
        }
        return value.hasDeleteChatAction()
                ? Optional.of(new SyncAction.DeleteChat(
                        chat,
                        index.argument(2).equals("1"),
                        value.getDeleteChatAction().getMessageRange()))
                : Optional.empty();
    }

    private static Optional<SyncAction> readLabel(MutationIndex index, SyncActionValue value) {
        if (value.hasLabelEditAction()) {
            LabelEditAction edit = value.getLabelEditAction();
            return Optional.of(
                    new SyncAction.LabelEdit(index.argument(1), edit.getName(), edit.getColor(), edit.getDeleted()));
        }
        if (value.hasLabelAssociationAction() && index.action().equals("label_message")) {
            return Optional.of(new SyncAction.LabelMessage(
                    index.argument(1),
                    Jid.parse(index.argument(2)),
                    index.argument(3),
                    value.getLabelAssociationAction().getLabeled()));
        }
        return value.hasLabelAssociationAction()
                ? Optional.of(new SyncAction.LabelChat(
                        index.argument(1),
                        Jid.parse(index.argument(2)),
                        value.getLabelAssociationAction().getLabeled()))
                : Optional.empty();
    }

    private static Optional<SyncAction> readMore(MutationIndex index, SyncActionValue value) {
        if (value.hasLockChatAction()) {
            return Optional.of(
                    new SyncAction.Lock(chat(index), value.getLockChatAction().getLocked()));
        }
        if (value.hasUserStatusMuteAction()) {
            return Optional.of(new SyncAction.StatusMute(
                    chat(index), value.getUserStatusMuteAction().getMuted()));
        }
        if (value.hasLidContactAction()) {
            LidContactAction contact = value.getLidContactAction();
            return Optional.of(new SyncAction.LidContact(
                    chat(index), contact.getFullName(), contact.getFirstName(), contact.getUsername()));
        }
        if (value.hasQuickReplyAction()) {
            QuickReplyAction reply = value.getQuickReplyAction();
            return Optional.of(new SyncAction.QuickReply(
                    index.argument(1),
                    reply.getShortcut(),
                    reply.getMessage(),
                    reply.getKeywordsList(),
                    reply.getDeleted()));
        }
        if (value.hasFavoritesAction()) {
            return Optional.of(new SyncAction.Favorites(value.getFavoritesAction().getFavoritesList().stream()
                    .map(favorite -> Jid.parse(favorite.getId()))
                    .toList()));
        }
        return value.hasTimeFormatAction()
                ? Optional.of(
                        new SyncAction.TimeFormat(value.getTimeFormatAction().getIsTwentyFourHourFormatEnabled()))
                : Optional.empty();
    }

    private static Optional<SyncAction> readSetting(MutationIndex index, SyncActionValue value) {
        if (value.hasContactAction() && index.action().equals("contact")) {
            return Optional.of(contact(index, value.getContactAction()));
        }
        if (value.hasPushNameSetting()) {
            return Optional.of(
                    new SyncAction.PushName(value.getPushNameSetting().getName()));
        }
        if (value.hasLocaleSetting()) {
            return Optional.of(new SyncAction.Locale(value.getLocaleSetting().getLocale()));
        }
        if (value.hasUnarchiveChatsSetting()) {
            return Optional.of(new SyncAction.UnarchiveChats(
                    value.getUnarchiveChatsSetting().getUnarchiveChats()));
        }
        if (value.hasPrivacySettingDisableLinkPreviewsAction()) {
            return Optional.of(new SyncAction.LinkPreviews(
                    value.getPrivacySettingDisableLinkPreviewsAction().getIsPreviewsDisabled()));
        }
        if (value.hasPnForLidChatAction()) {
            return Optional.of(new SyncAction.PnForLid(
                    chat(index), Jid.parse(value.getPnForLidChatAction().getPnJid())));
        }
        return value.hasNctSaltSyncAction()
                ? Optional.of(new SyncAction.NctSalt(Optional.of(
                        Bytes.copyOf(value.getNctSaltSyncAction().getSalt().toByteArray()))))
                : Optional.empty();
    }

    private static SyncAction mute(MutationIndex index, MuteAction mute) {
        long until = mute.getMuteEndTimestamp();
        return new SyncAction.Mute(
                chat(index), mute.getMuted(), until > 0 ? Optional.of(Instant.ofEpochMilli(until)) : Optional.empty());
    }

    private static SyncAction deleteForMe(MutationIndex index, DeleteMessageForMeAction action) {
        return new SyncAction.DeleteForMe(
                message(index),
                action.getDeleteMedia(),
                Instant.ofEpochSecond(Math.clamp(action.getMessageTimestamp(), 0, MAX_SECONDS)));
    }

    private static SyncAction contact(MutationIndex index, ContactAction contact) {
        return new SyncAction.Contact(
                chat(index),
                contact.getFullName(),
                contact.getFirstName(),
                jid(contact.getLidJid()),
                jid(contact.getPnJid()));
    }

    private static Optional<Jid> jid(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
    }

    private static Jid chat(MutationIndex index) {
        return Jid.parse(index.argument(1));
    }

    private static SyncAction.MessageRef message(MutationIndex index) {
        String participant = index.argument(4);
        return new SyncAction.MessageRef(
                chat(index),
                index.argument(2),
                index.argument(3).equals("1"),
                participant.isEmpty() || participant.equals("0")
                        ? Optional.empty()
                        : Optional.of(Jid.parse(participant)));
    }
}
