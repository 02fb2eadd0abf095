// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;

/// A phone or a companion of an account. Equal to itself only, so that others can keep what belongs to it in maps.
///
/// Confined to the network thread.
public final class Device {

    private final Account account;
    private final int id;
    private final boolean primary;
    private final int keyIndex;
    private final Bytes noise;
    private final int registrationId;
    private final Bytes deviceProps;
    private final Bytes deviceIdentity;
    private final Jid pn;
    private final Jid lid;
    private Bytes identity;
    private int logins;
    private boolean removed;

    private Device(Account account, boolean primary, Link link, Bytes identity) {
        this.account = account;
        this.primary = primary;
        this.id = link.id;
        this.keyIndex = link.keyIndex;
        this.noise = link.noise;
        this.registrationId = link.registrationId;
        this.deviceProps = link.deviceProps;
        this.deviceIdentity = link.deviceIdentity;
        this.identity = identity;
        this.pn = account.pn().withDevice(id);
        this.lid = account.lid().withDevice(id);
    }

    static Device primary(Account account, Bytes identity) {
        Link none = new Link(0, 0, Bytes.EMPTY, 0, Bytes.EMPTY, Bytes.EMPTY);
        return new Device(account, true, none, identity);
    }

    static Device companion(Account account, Link link, Bytes identity, int logins) {
        Device device = new Device(account, false, link, identity);
        device.logins = logins;
        return device;
    }

    /// What linking fixed about a companion.
    ///
    /// @param id its number
    /// @param keyIndex the index the phone gave it
    /// @param noise the static key that it proves itself with
    /// @param registrationId its registration id
    /// @param deviceProps the serialised `DeviceProps`
    /// @param deviceIdentity the serialised `ADVSignedDeviceIdentity`, both signatures and the account key in it
    public record Link(
            int id, int keyIndex, Bytes noise, int registrationId, Bytes deviceProps, Bytes deviceIdentity) {}

    /// Whose it is.
    public Account account() {
        return account;
    }

    /// Its number; 0 for a phone.
    public int id() {
        return id;
    }

    /// Whether it is the phone.
    public boolean isPrimary() {
        return primary;
    }

    /// The index the phone gave it; 0 for the phone.
    public int keyIndex() {
        return keyIndex;
    }

    /// The static Noise key of a companion.
    public Bytes noise() {
        return noise;
    }

    /// The registration id given when it was linked.
    public int registrationId() {
        return registrationId;
    }

    /// The serialised `DeviceProps` of a companion.
    public Bytes deviceProps() {
        return deviceProps;
    }

    /// The serialised `ADVSignedDeviceIdentity` of a companion.
    public Bytes deviceIdentity() {
        return deviceIdentity;
    }

    /// The identity key, 32 raw bytes.
    public Bytes identity() {
        return identity;
    }

    /// Replaces the identity key.
    public void identity(Bytes key) {
        identity = key;
    }

    /// The phone-number address, with device.
    public Jid pn() {
        return pn;
    }

    /// The hidden address, with device.
    public Jid lid() {
        return lid;
    }

    /// The address in the namespace of another address: hidden for hidden ones, else by number.
    public Jid like(Jid other) {
        return other.isLid() ? lid : pn;
    }

    /// How often it has become ready to be written to.
    public int logins() {
        return logins;
    }

    /// Counts one more time of becoming ready.
    public void countLogin() {
        logins++;
    }

    /// Whether it was removed; nothing may be sent to it any more.
    public boolean isRemoved() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    /// Whether both are devices of one account.
    public boolean sameAccount(Device other) {
        return account == other.account;
    }

    /// The part of a storage key that names it: the number and `p` for a phone or the device id.
    public String key() {
        return account.phone() + "/" + (primary ? "p" : Integer.toString(id));
    }

    @Override
    public String toString() {
        return account + "/" + (primary ? "p" : id);
    }
}
