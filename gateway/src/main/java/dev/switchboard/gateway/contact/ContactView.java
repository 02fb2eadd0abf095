// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person as the API shows them.
///
/// @param address the canonical address and its aliases
/// @param name the best name there is: saved, a business's, or their own
/// @param fullName as the account saved them
/// @param firstName as the account saved them
/// @param pushName what they call themselves
/// @param businessName a business's verified name
/// @param username their username
/// @param about what they say about themselves, as far as it was told
/// @param pictureId changes with their picture
/// @param blocked whether the account blocked them
/// @param online whether they are online, as far as it was asked to be told
/// @param lastSeen when they were last online, as far as they show it
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Contact")
public record ContactView(
        Address address,
        @Nullable String name,
        @Nullable String fullName,
        @Nullable String firstName,
        @Nullable String pushName,
        @Nullable String businessName,
        @Nullable String username,
        @Nullable String about,
        @Nullable String pictureId,
        boolean blocked,
        @Nullable Boolean online,
        @Nullable Instant lastSeen) {
    @Override
    public String toString() {
        return "ContactView[]";
    }
}
