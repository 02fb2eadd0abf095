// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.media.MediaView;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as the API and the events show it.
///
/// @param id its WhatsApp id
/// @param chat where it is
/// @param sender who wrote it; left out for own messages
/// @param fromMe whether this account wrote it
/// @param at the network's time of it, or when it was accepted
/// @param type what it is: `text`, `image` and so on
/// @param text its text or caption
/// @param status how far an own message has come: queued, failed, sent, delivered, read, played
/// @param failure why it was not sent, a stable code
/// @param replyTo the id of the message it replies to
/// @param editedAt when its text was last changed
/// @param revokedAt when it was taken back
/// @param reactions what people reacted with
/// @param content what it says, where that is more than its text
/// @param media its file
/// @param extras what only some messages have
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "Message")
public record MessageView(
        @Schema(example = "3EB0C431C26A1916EB9A13") String id,
        Address chat,
        @Nullable Address sender,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean fromMe,
        Instant at,
        @Schema(example = "text") String type,
        @Nullable String text,
        @Nullable String status,
        @Nullable String failure,
        @Nullable String replyTo,
        @Nullable Instant editedAt,
        @Nullable Instant revokedAt,
        List<ReactionView> reactions,
        @Nullable ContentView content,
        @Nullable MediaView media,
        @JsonUnwrapped Extras extras) {

    /// What only some messages have.
    ///
    /// @param mentions who is named in it
    /// @param mentionAll whether everybody in the group is
    /// @param forwards how often it was forwarded
    /// @param lifetimeSeconds how long after reading it disappears
    /// @param inAlbum the head of the album it is a part of
    /// @param viewOnce whether it can be looked at only once
    /// @param starred whether the account starred it
    /// @param pinnedUntil until when it is pinned in its chat
    /// @param kept whether it is kept although messages of its chat disappear
    /// @param raw its raw form in Base64, where it is not understood
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "MessageExtras")
    public record Extras(
            List<Address> mentions,
            @Nullable Boolean mentionAll,
            @Nullable Integer forwards,
            @Nullable Long lifetimeSeconds,
            @Nullable String inAlbum,
            @Nullable Boolean viewOnce,
            @Nullable Boolean starred,
            @Nullable Instant pinnedUntil,
            @Nullable Boolean kept,
            @Nullable String raw) {
        static Extras of(ReadTx tx, long session, MessageRow.More more) {
            Dispatch.Context context = more.context();
            boolean once = more.content()
                    .map(content -> content instanceof Content.Attachment file && file.viewOnce())
                    .orElse(false);
            return new Extras(
                    context.mentions().stream()
                            .map(jid -> AddressBook.shown(tx, session, AddressBook.canonical(tx, session, jid)))
                            .toList(),
                    context.mentionAll() ? true : null,
                    context.forwards() > 0 ? context.forwards() : null,
                    context.lifetime().map(Duration::toSeconds).orElse(null),
                    context.album().orElse(null),
                    once ? true : null,
                    more.starred() ? true : null,
                    more.pinnedUntil().orElse(null),
                    more.kept() ? true : null,
                    more.raw().map(Bytes::base64).orElse(null));
        }

        @Override
        public String toString() {
            return "Extras[]";
        }
    }

    /// One person's reaction.
    @Schema(name = "Reaction")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReactionView(@Nullable Address sender, boolean fromMe, String emoji) {}

    @Override
    public String toString() {
        return "MessageView[" + id + "]";
    }
}
