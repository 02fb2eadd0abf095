// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ArchiveChatAction;
import dev.switchboard.wire.proto.ClearChatAction;
import dev.switchboard.wire.proto.ContactAction;
import dev.switchboard.wire.proto.DeleteChatAction;
import dev.switchboard.wire.proto.DeleteMessageForMeAction;
import dev.switchboard.wire.proto.FavoritesAction;
import dev.switchboard.wire.proto.LabelAssociationAction;
import dev.switchboard.wire.proto.LabelEditAction;
import dev.switchboard.wire.proto.LidContactAction;
import dev.switchboard.wire.proto.LocaleSetting;
import dev.switchboard.wire.proto.LockChatAction;
import dev.switchboard.wire.proto.MarkChatAsReadAction;
import dev.switchboard.wire.proto.MuteAction;
import dev.switchboard.wire.proto.NctSaltSyncAction;
import dev.switchboard.wire.proto.PinAction;
import dev.switchboard.wire.proto.PnForLidChatAction;
import dev.switchboard.wire.proto.PrivacySettingDisableLinkPreviewsAction;
import dev.switchboard.wire.proto.PushNameSetting;
import dev.switchboard.wire.proto.QuickReplyAction;
import dev.switchboard.wire.proto.StarAction;
import dev.switchboard.wire.proto.SyncActionValue;
import dev.switchboard.wire.proto.TimeFormatAction;
import dev.switchboard.wire.proto.UnarchiveChatsSetting;
import dev.switchboard.wire.proto.UserStatusMuteAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// From what is to be said to the change that says it.
final class SyncActionWriter {

    private static final long FOREVER = -1;

    private final Instant now;

    private SyncActionWriter(Instant now) {
        this.now = now;
    }

    static SyncAction.Placed write(SyncAction action, Instant now) {
        return new SyncActionWriter(now).write(action);
    }

    private SyncAction.Placed write(SyncAction action) {
        return switch (action) {
            case SyncAction.Mute mute -> mute(mute);
            case SyncAction.Pin(Jid chat, boolean pinned) ->
                low(5, value().setPinAction(PinAction.newBuilder().setPinned(pinned)), "pin_v1", chat.toString());
            case SyncAction.Archive(Jid chat, boolean archived, var range) ->
                low(
                        3,
                        value().setArchiveChatAction(ArchiveChatAction.newBuilder()
                                .setArchived(archived)
                                .setMessageRange(range)),
                        "archive",
                        chat.toString());
            case SyncAction.MarkRead(Jid chat, boolean read, var range) ->
                low(
                        3,
                        value().setMarkChatAsReadAction(MarkChatAsReadAction.newBuilder()
                                .setRead(read)
                                .setMessageRange(range)),
                        "markChatAsRead",
                        chat.toString());
            case SyncAction.Star(var message, boolean starred) ->
                high(2, value().setStarAction(StarAction.newBuilder().setStarred(starred)), index("star", message));
            case SyncAction.DeleteForMe(var message, boolean deleteMedia, Instant messageTime) ->
                high(
                        3,
                        value().setDeleteMessageForMeAction(DeleteMessageForMeAction.newBuilder()
                                .setDeleteMedia(deleteMedia)
                                .setMessageTimestamp(messageTime.getEpochSecond())),
                        index("deleteMessageForMe", message));
            case SyncAction.ClearChat(Jid chat, boolean deleteStarred, boolean deleteMedia, var range) ->
                high(
                        6,
                        value().setClearChatAction(ClearChatAction.newBuilder().setMessageRange(range)),
                        MutationIndex.of("clearChat", chat.toString(), flag(deleteStarred), flag(deleteMedia)));
            case SyncAction.DeleteChat(Jid chat, boolean deleteMedia, var range) ->
                high(
                        6,
                        value().setDeleteChatAction(
                                        DeleteChatAction.newBuilder().setMessageRange(range)),
                        MutationIndex.of("deleteChat", chat.toString(), flag(deleteMedia)));
            case SyncAction.Contact contact -> contact(contact);
            case SyncAction.ContactRemoved(Jid user) ->
                new SyncAction.Placed(
                        AppStateCollection.CRITICAL_UNBLOCK_LOW,
                        MutationDraft.remove(MutationIndex.of("contact", user.toString()), value().build(), 2));
            case SyncAction.LabelEdit label -> labelEdit(label);
            case SyncAction.LabelChat(String labelId, Jid chat, boolean labeled) ->
                set(
                        AppStateCollection.REGULAR,
                        3,
                        value().setLabelAssociationAction(
                                        LabelAssociationAction.newBuilder().setLabeled(labeled)),
                        MutationIndex.of("label_jid", labelId, chat.toString()));
            case SyncAction.LabelMessage(String labelId, Jid chat, String messageId, boolean labeled) ->
                set(
                        AppStateCollection.REGULAR,
                        3,
                        value().setLabelAssociationAction(
                                        LabelAssociationAction.newBuilder().setLabeled(labeled)),
                        MutationIndex.of("label_message", labelId, chat.toString(), messageId, "0", "0"));
            case SyncAction.QuickReply reply -> quickReply(reply);
            case SyncAction.Lock(Jid chat, boolean locked) ->
                low(
                        7,
                        value().setLockChatAction(LockChatAction.newBuilder().setLocked(locked)),
                        "lock",
                        chat.toString());
            case SyncAction.StatusMute(Jid person, boolean muted) ->
                high(
                        7,
                        value().setUserStatusMuteAction(
                                        UserStatusMuteAction.newBuilder().setMuted(muted)),
                        MutationIndex.of("userStatusMute", person.toString()));
            case SyncAction.LidContact contact -> lidContact(contact);
            case SyncAction.PushName _,
                    SyncAction.Locale _,
                    SyncAction.UnarchiveChats _,
                    SyncAction.Favorites _,
                    SyncAction.LinkPreviews _,
                    SyncAction.TimeFormat _,
                    SyncAction.PnForLid _,
                    SyncAction.NctSalt _ -> setting(action);
            case SyncAction.Unknown _ ->
                throw new IllegalArgumentException("action: unknown (expected: one with a form of its own)");
        };
    }

    private SyncAction.Placed setting(SyncAction action) {
        return switch (action) {
            case SyncAction.PushName(String name) ->
                set(
                        AppStateCollection.CRITICAL_BLOCK,
                        1,
                        value().setPushNameSetting(PushNameSetting.newBuilder().setName(name)),
                        MutationIndex.of("setting_pushName"));
            case SyncAction.Locale(String locale) ->
                set(
                        AppStateCollection.CRITICAL_BLOCK,
                        1,
                        value().setLocaleSetting(LocaleSetting.newBuilder().setLocale(locale)),
                        MutationIndex.of("setting_locale"));
            case SyncAction.UnarchiveChats(boolean unarchive) ->
                set(
                        AppStateCollection.REGULAR_LOW,
                        1,
                        value().setUnarchiveChatsSetting(
                                        UnarchiveChatsSetting.newBuilder().setUnarchiveChats(unarchive)),
                        MutationIndex.of("setting_unarchiveChats"));
            case SyncAction.PnForLid(Jid lid, Jid pn) ->
                set(
                        AppStateCollection.REGULAR,
                        1,
                        value().setPnForLidChatAction(
                                        PnForLidChatAction.newBuilder().setPnJid(pn.toString())),
                        MutationIndex.of("pnForLidChat", lid.toString()));
            case SyncAction.Favorites(List<Jid> chats) -> favorites(chats);
            case SyncAction.LinkPreviews(boolean disabled) ->
                set(
                        AppStateCollection.REGULAR,
                        8,
                        value().setPrivacySettingDisableLinkPreviewsAction(
                                        PrivacySettingDisableLinkPreviewsAction.newBuilder()
                                                .setIsPreviewsDisabled(disabled)),
                        MutationIndex.of("setting_disableLinkPreviews"));
            case SyncAction.TimeFormat(boolean twentyFourHours) ->
                low(
                        7,
                        value().setTimeFormatAction(TimeFormatAction.newBuilder()
                                .setIsTwentyFourHourFormatEnabled(twentyFourHours)),
                        "time_format");
            case SyncAction.NctSalt(Optional<Bytes> salt) -> nctSalt(salt);
            default -> throw new IllegalArgumentException("action: no setting (expected: one)");
        };
    }

    private SyncAction.Placed favorites(List<Jid> chats) {
        FavoritesAction.Builder favorites = FavoritesAction.newBuilder();
        chats.forEach(chat ->
                favorites.addFavorites(FavoritesAction.Favorite.newBuilder().setId(chat.toString())));
        return high(1, value().setFavoritesAction(favorites), MutationIndex.of("favorites"));
    }

    private SyncAction.Placed quickReply(SyncAction.QuickReply reply) {
        return set(
                AppStateCollection.REGULAR,
                2,
                value().setQuickReplyAction(QuickReplyAction.newBuilder()
                        .setShortcut(reply.shortcut())
                        .setMessage(reply.message())
                        .addAllKeywords(reply.keywords())
                        .setCount(0)
                        .setDeleted(reply.deleted())),
                MutationIndex.of("quick_reply", reply.id()));
    }

    private SyncAction.Placed lidContact(SyncAction.LidContact contact) {
        return set(
                AppStateCollection.CRITICAL_UNBLOCK_LOW,
                1,
                value().setLidContactAction(LidContactAction.newBuilder()
                        .setFullName(contact.fullName())
                        .setFirstName(contact.firstName())
                        .setUsername(contact.username())),
                MutationIndex.of("lid_contact", contact.lid().toString()));
    }

    private SyncAction.Placed nctSalt(Optional<Bytes> salt) {
        MutationIndex index = MutationIndex.of("nct_salt_sync");
        return salt.isPresent()
                ? high(
                        1,
                        value().setNctSaltSyncAction(NctSaltSyncAction.newBuilder()
                                .setSalt(ByteString.copyFrom(salt.get().asReadOnlyBuffer()))),
                        index)
                : new SyncAction.Placed(
                        AppStateCollection.REGULAR_HIGH, MutationDraft.remove(index, value().build(), 1));
    }

    private SyncAction.Placed mute(SyncAction.Mute mute) {
        MuteAction.Builder action = MuteAction.newBuilder().setMuted(mute.muted());
        if (mute.muted()) {
            action.setMuteEndTimestamp(mute.until().map(Instant::toEpochMilli).orElse(FOREVER));
        }
        return high(
                2,
                value().setMuteAction(action),
                MutationIndex.of("mute", mute.chat().toString()));
    }

    private SyncAction.Placed contact(SyncAction.Contact contact) {
        ContactAction.Builder action = ContactAction.newBuilder()
                .setFullName(contact.fullName())
                .setFirstName(contact.firstName())
                .setSaveOnPrimaryAddressbook(true);
        contact.lid().ifPresent(lid -> action.setLidJid(lid.toString()));
        contact.pn().ifPresent(pn -> action.setPnJid(pn.toString()));
        return set(
                AppStateCollection.CRITICAL_UNBLOCK_LOW,
                2,
                value().setContactAction(action),
                MutationIndex.of("contact", contact.user().toString()));
    }

    private SyncAction.Placed labelEdit(SyncAction.LabelEdit label) {
        return set(
                AppStateCollection.REGULAR,
                3,
                value().setLabelEditAction(LabelEditAction.newBuilder()
                        .setName(label.name())
                        .setColor(label.color())
                        .setDeleted(label.deleted())),
                MutationIndex.of("label_edit", label.labelId()));
    }

    private static MutationIndex index(String action, SyncAction.MessageRef message) {
        return MutationIndex.of(
                action,
                message.chat().toString(),
                message.id(),
                flag(message.fromMe()),
                message.participant().map(Jid::toString).orElse("0"));
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }

    private SyncActionValue.Builder value() {
        return SyncAction.value(now);
    }

    private static SyncAction.Placed low(int version, SyncActionValue.Builder value, String... index) {
        return set(AppStateCollection.REGULAR_LOW, version, value, MutationIndex.of(index));
    }

    private static SyncAction.Placed high(int version, SyncActionValue.Builder value, MutationIndex index) {
        return set(AppStateCollection.REGULAR_HIGH, version, value, index);
    }

    private static SyncAction.Placed set(
            AppStateCollection collection, int version, SyncActionValue.Builder value, MutationIndex index) {
        return new SyncAction.Placed(collection, MutationDraft.set(index, value.build(), version));
    }
}
