// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
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
        List<ReactionView> reactions) {

    /// One person's reaction.
    @Schema(name = "Reaction")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReactionView(@Nullable Address sender, boolean fromMe, String emoji) {}

    @Override
    public String toString() {
        return "MessageView[" + id + "]";
    }
}
