// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.List;

/// An account as it was when asked for.
///
/// @param phone the number, digits only
/// @param pn the account's phone-number JID, bare
/// @param lid the account's hidden JID, bare
/// @param pushName the name others see
/// @param about the about text
/// @param online whether any companion is connected
/// @param identity the phone's identity key
/// @param devices all devices in order of their ids, the phone included where it is listed
/// @param privacy how it deals with strangers
public record AccountView(
        String phone,
        Jid pn,
        Jid lid,
        String pushName,
        String about,
        boolean online,
        Bytes identity,
        List<DeviceView> devices,
        PrivacyView privacy) {

    /// Keeps its own copy of the list.
    public AccountView {
        devices = List.copyOf(devices);
    }
}
