// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.SyncActionMessageRange;
import dev.switchboard.wire.proto.SyncActionValue;
import java.time.Instant;
import java.util.Optional;

/// What a mutation of app state says.
public sealed interface SyncAction {

    /// A chat is muted until a time, for good, or no longer.
    record Mute(Jid chat, boolean muted, Optional<Instant> until) implements SyncAction {}

    /// A chat is pinned, or no longer.
    record Pin(Jid chat, boolean pinned) implements SyncAction {}

    /// A chat is archived, or no longer.
    record Archive(Jid chat, boolean archived, SyncActionMessageRange range) implements SyncAction {}

    /// A chat is marked as read or unread.
    record MarkRead(Jid chat, boolean read, SyncActionMessageRange range) implements SyncAction {}

    /// A message is starred, or no longer.
    record Star(MessageRef message, boolean starred) implements SyncAction {}

    /// A message is deleted on own devices only.
    record DeleteForMe(MessageRef message, boolean deleteMedia, Instant messageTime) implements SyncAction {}

    /// A chat is emptied.
    record ClearChat(Jid chat, boolean deleteStarred, boolean deleteMedia, SyncActionMessageRange range)
            implements SyncAction {}

    /// A chat is deleted.
    record DeleteChat(Jid chat, boolean deleteMedia, SyncActionMessageRange range) implements SyncAction {}

    /// A contact is saved.
    record Contact(Jid user, String fullName, String firstName, Optional<Jid> lid, Optional<Jid> pn)
            implements SyncAction {}

    /// A contact is no longer saved.
    record ContactRemoved(Jid user) implements SyncAction {}

    /// The account has a push name.
    record PushName(String name) implements SyncAction {}

    /// The account has a language.
    record Locale(String locale) implements SyncAction {}

    /// Archived chats come back when a message arrives, or do not.
    record UnarchiveChats(boolean unarchive) implements SyncAction {}

    /// A label is made, changed or deleted.
    record LabelEdit(String labelId, String name, int color, boolean deleted) implements SyncAction {}

    /// A chat has a label, or no longer.
    record LabelChat(String labelId, Jid chat, boolean labeled) implements SyncAction {}

    /// A hidden-id chat has a phone number.
    record PnForLid(Jid lid, Jid pn) implements SyncAction {}

    /// The account has a salt for contact tokens; empty if it was taken away.
    record NctSalt(Optional<Bytes> salt) implements SyncAction {}

    /// Anything else: counted in the hash, otherwise to be left alone.
    record Unknown(Mutation mutation) implements SyncAction {}

    /// A message as an index names it.
    ///
    /// @param chat its chat
    /// @param id its id
    /// @param fromMe whether it is an own one
    /// @param participant its author in a group, unless it is an own one
    record MessageRef(Jid chat, String id, boolean fromMe, Optional<Jid> participant) {}

    /// Reads a mutation.
    static SyncAction of(Mutation mutation) {
        return SyncActionReader.read(mutation);
    }

    /// The change that says it, and the collection it belongs to.
    ///
    /// @param now the time of the action
    /// @throws IllegalArgumentException for [Unknown], which has no form of its own
    default Placed at(Instant now) {
        return SyncActionWriter.write(this, now);
    }

    /// A change and the collection it belongs to.
    record Placed(AppStateCollection collection, MutationDraft draft) {}

    /// The value of an action with nothing but its time.
    static SyncActionValue.Builder value(Instant now) {
        return SyncActionValue.newBuilder().setTimestamp(now.toEpochMilli());
    }
}
