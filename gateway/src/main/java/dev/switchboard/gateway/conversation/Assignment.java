// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who has a chat, as the API and the events show it.
///
/// @param chat the chat
/// @param user the user who has it
/// @param handed whether a person has it, so that automations are silent there
/// @param note what whoever assigned it said
/// @param by who assigned it: a user, a key or an automation
/// @param at when
@Schema(name = "Assignment")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Assignment(
        Address chat,

        @Schema(description = "id of the user who has it") @Nullable
        String user,

        @Schema(description = "whether a person has it: automations are silent there until it is given back")
        boolean handed,

        @Nullable String note,
        @Nullable String by,
        @Nullable Instant at) {

    /// Nobody has it.
    static Assignment none(Address chat) {
        return new Assignment(chat, null, false, null, null, null);
    }

    @Override
    public String toString() {
        return "Assignment[handed=" + handed + "]";
    }
}
