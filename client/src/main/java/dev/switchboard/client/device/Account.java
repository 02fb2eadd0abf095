// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// The account a device is linked to.
///
/// @param pn own address by number, with the device's number
/// @param lid own hidden address, with the device's number
/// @param deviceIdentity the phone's signed word on this device, complete, as it goes with messages that open a session
/// @param platform the phone's platform as the server names it
/// @param businessName the name of a business account
/// @param pushName the name the account gave itself, once known
/// @param linkedAt when it was linked
public record Account(
        Jid pn,
        Jid lid,
        Bytes deviceIdentity,
        String platform,
        Optional<String> businessName,
        Optional<String> pushName,
        Instant linkedAt) {

    public Account withPushName(String name) {
        return new Account(pn, lid, deviceIdentity, platform, businessName, Optional.of(name), linkedAt);
    }

    public Account withLid(Jid newLid) {
        return new Account(pn, newLid, deviceIdentity, platform, businessName, pushName, linkedAt);
    }

    /// Whether this address, in whichever family, is the account's own.
    public boolean owns(Jid jid) {
        return jid.sameUser(pn) || jid.sameUser(lid);
    }

    @Override
    public String toString() {
        return "Account[device " + pn.device() + "]";
    }

    void pack(Packer packer) {
        packer.jid(pn)
                .jid(lid)
                .bytes(deviceIdentity)
                .text(platform)
                .optional(businessName, Packer::text)
                .optional(pushName, Packer::text)
                .instant(linkedAt);
    }

    static Account unpack(Unpacker in) {
        return new Account(
                in.jid(),
                in.jid(),
                in.bytes(),
                in.text(),
                in.optional(Unpacker::text),
                in.optional(Unpacker::text),
                in.instant());
    }
}
