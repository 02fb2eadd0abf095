// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Target;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// A message as it is kept.
///
/// @param ref its number inside; 0 before it is stored
/// @param chat the canonical address of its chat
/// @param id its WhatsApp id
/// @param sender who wrote it; empty if this account did
/// @param at the network's time of it, or when it was accepted
/// @param type what it is
/// @param text its text or caption
/// @param delivery how far it has come, if it is an own one
/// @param failure why it was not sent, or why it cannot be read
/// @param quotedId the message it replies to
/// @param editedAt when its text was last changed
/// @param revokedAt when it was taken back
/// @param more what only some messages have
record MessageRow(
        long ref,
        Jid chat,
        String id,
        Optional<Jid> sender,
        Instant at,
        String type,
        Optional<String> text,
        Optional<Delivery> delivery,
        Optional<String> failure,
        Optional<String> quotedId,
        Optional<Instant> editedAt,
        Optional<Instant> revokedAt,
        More more) {

    /// What only some messages have.
    ///
    /// @param content what it says, where that is more than its text
    /// @param context what goes with it
    /// @param mediaId its file
    /// @param raw its raw form, where it is not understood
    /// @param starred whether the account starred it
    /// @param pinnedUntil until when it is pinned in its chat
    /// @param kept whether it is kept although messages of its chat disappear
    record More(
            Optional<Content> content,
            Dispatch.Context context,
            Optional<String> mediaId,
            Optional<Bytes> raw,
            boolean starred,
            Optional<Instant> pinnedUntil,
            boolean kept) {
        static final More NONE = of(Optional.empty(), Dispatch.Context.NONE);

        static More of(Optional<Content> content, Dispatch.Context context) {
            return new More(
                    content.filter(said -> !(said instanceof Content.Text text) || !plain(text)),
                    context,
                    content.flatMap(More::file),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    false);
        }

        private static boolean plain(Content.Text text) {
            return text.preview().isEmpty() && text.answers().isEmpty();
        }

        More withRaw(Optional<Bytes> form) {
            return new More(content, context, mediaId, form, starred, pinnedUntil, kept);
        }

        private static Optional<String> file(Content content) {
            return content instanceof Content.Attachment(var _, String mediaId, var _, var _)
                    ? Optional.of(mediaId)
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "More[]";
        }
    }

    /// What it says.
    Content content() {
        return more.content().orElseGet(() -> new Content.Text(text.orElse("")));
    }

    /// A message that was just accepted.
    static MessageRow queued(Jid chat, String id, Instant at, Content content, Dispatch.Context context) {
        return new MessageRow(
                0,
                chat,
                id,
                Optional.empty(),
                at,
                content.type(),
                content.words(),
                Optional.of(Delivery.QUEUED),
                Optional.empty(),
                context.replyTo().map(Target::id),
                Optional.empty(),
                Optional.empty(),
                More.of(Optional.of(content), context));
    }

    /// The message without what it says.
    MessageRow bare() {
        return new MessageRow(
                ref,
                chat,
                id,
                sender,
                at,
                type,
                Optional.empty(),
                delivery,
                failure,
                quotedId,
                editedAt,
                revokedAt,
                new More(
                        Optional.empty(),
                        Dispatch.Context.NONE,
                        more.mediaId(),
                        Optional.empty(),
                        more.starred(),
                        more.pinnedUntil(),
                        more.kept()));
    }

    /// Whether it is not kept what it says.
    boolean isBare() {
        return text.isEmpty() && more.content().isEmpty() && more.raw().isEmpty();
    }

    boolean fromMe() {
        return sender.isEmpty();
    }

    @Override
    public String toString() {
        return "MessageRow[" + id + "]";
    }
}
