// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import org.jspecify.annotations.Nullable;

/// Where a fault could strike now, or where a definition says that it shall; what is not known or not said is null.
///
/// @param account the phone number, digits only
/// @param device the device id
/// @param chat the other party as the admin interface writes chats: digits for people, the full JID for groups and
/// newsletters
public record FaultTarget(
        @Nullable String account,
        @Nullable Integer device,
        @Nullable String chat) {

    /// Everywhere, or nowhere known.
    public static final FaultTarget ANY = new FaultTarget(null, null, null);

    /// A device of an account, no chat.
    public static FaultTarget device(String account, int device) {
        return new FaultTarget(account, device, null);
    }

    /// A device of an account in a chat.
    public static FaultTarget chat(String account, int device, String chat) {
        return new FaultTarget(account, device, chat);
    }

    /// Whether everything that this definition names is so at a place.
    boolean covers(FaultTarget place) {
        return (account == null || account.equals(place.account))
                && (device == null || device.equals(place.device))
                && (chat == null || chat.equals(place.chat));
    }
}
