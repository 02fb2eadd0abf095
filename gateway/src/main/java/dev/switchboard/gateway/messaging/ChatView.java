// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat as the API shows it.
///
/// @param chat its address
/// @param name the name the other side gave itself, or the chat's
/// @param lastAt the time of its newest message
/// @param unread how many messages of others were not read yet
/// @param traits what the account decided about it
/// @param labels ids of its labels
/// @param lastMessage its newest message
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Chat")
public record ChatView(
        Address chat,
        @Nullable String name,
        Instant lastAt,
        long unread,
        @JsonUnwrapped Traits traits,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels,
        @Nullable MessageView lastMessage) {

    /// What the account decided about it.
    ///
    /// @param mutedUntil until when it is silent; the year 9999 is for good
    /// @param markedUnread whether it is shown as unread although it was read
    /// @param lifetimeSeconds how long after reading its new messages disappear
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ChatTraits")
    public record Traits(
            boolean archived,
            @Nullable Instant mutedUntil,
            @Nullable Instant pinnedAt,
            boolean markedUnread,
            @Nullable Long lifetimeSeconds) {}

    @Override
    public String toString() {
        return "ChatView[]";
    }
}
