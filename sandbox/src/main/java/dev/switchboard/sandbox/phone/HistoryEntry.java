// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.Message;
import org.jspecify.annotations.Nullable;

/// A message in a phone's chat history.
///
/// @param seq its place in the order of arrival
/// @param id the id its sender gave it
/// @param chat the chat: a person by number, or a group
/// @param author the person who wrote it, by number where that is known
/// @param device the device it was written on
/// @param fromMe whether the author is the phone's own account
/// @param at epoch milliseconds
/// @param kind what it is
/// @param content the serialised `Message` without wrappers, as it stands after edits; empty when undecryptable or
/// revoked
/// @param copies how often it was decrypted
/// @param reaction the latest reaction to it
/// @param edited whether it was changed
/// @param revoked whether it was taken back
/// @param status how far it has come
public record HistoryEntry(
        long seq,
        String id,
        Jid chat,
        Jid author,
        int device,
        boolean fromMe,
        long at,
        EntryKind kind,
        Bytes content,
        int copies,
        @Nullable String reaction,
        boolean edited,
        boolean revoked,
        MessageStatus status) {

    /// What the chat shows of it.
    public ContentReading reading() {
        return content.isEmpty() ? ContentReading.NOTHING : new ContentReading(message());
    }

    /// The content as it was sent, after edits.
    Message message() {
        try {
            return Message.parseFrom(content.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was kept cannot be read", e);
        }
    }

    HistoryEntry withCopy() {
        return new HistoryEntry(
                seq,
                id,
                chat,
                author,
                device,
                fromMe,
                at,
                kind,
                content,
                copies + 1,
                reaction,
                edited,
                revoked,
                status);
    }

    HistoryEntry mended(EntryKind newKind, Bytes newContent) {
        return new HistoryEntry(
                seq, id, chat, author, device, fromMe, at, newKind, newContent, 1, reaction, edited, revoked, status);
    }

    HistoryEntry withReaction(@Nullable String emoji) {
        return new HistoryEntry(
                seq, id, chat, author, device, fromMe, at, kind, content, copies, emoji, edited, revoked, status);
    }

    HistoryEntry editedTo(Bytes newContent) {
        return new HistoryEntry(
                seq, id, chat, author, device, fromMe, at, kind, newContent, copies, reaction, true, revoked, status);
    }

    HistoryEntry takenBack() {
        return new HistoryEntry(
                seq, id, chat, author, device, fromMe, at, kind, Bytes.EMPTY, copies, null, edited, true, status);
    }

    HistoryEntry reached(MessageStatus further) {
        return new HistoryEntry(
                seq,
                id,
                chat,
                author,
                device,
                fromMe,
                at,
                kind,
                content,
                copies,
                reaction,
                edited,
                revoked,
                status.atLeast(further));
    }
}
