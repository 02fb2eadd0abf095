// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A chat as the API shows it.
///
/// @param chat its address
/// @param name the name the other side gave itself, or the chat's
/// @param lastAt the time of its newest message
/// @param unread how many messages of others were not read yet
/// @param lastMessage its newest message
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Chat")
public record ChatView(
        Address chat,
        @Nullable String name,
        Instant lastAt,
        long unread,
        @Nullable MessageView lastMessage) {
    @Override
    public String toString() {
        return "ChatView[]";
    }
}
