// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// Everything a device knows about itself, stored as one record.
///
/// @param keys its own long-lived keys
/// @param preKeys where the numbering of one-time pre-keys stands
/// @param account the account it is linked to, once it is
/// @param server what it remembers of the server
/// @param shared what the phone shared beyond keys of the app state
public record Credentials(
        OwnKeys keys, PreKeyNumbers preKeys, Optional<Account> account, ServerMemory server, Shared shared) {

    private static final int FORM = 1;

    /// What the phone and the server shared with this device.
    ///
    /// @param nctSalt the salt of tokens for contacts that gave none; may be empty
    /// @param newestSyncKeyId the app-state key to encrypt with; may be empty
    public record Shared(Bytes nctSalt, Bytes newestSyncKeyId) {

        static final Shared NOTHING = new Shared(Bytes.EMPTY, Bytes.EMPTY);

        public Shared withNctSalt(Bytes salt) {
            return new Shared(salt, newestSyncKeyId);
        }

        public Shared withNewestSyncKeyId(Bytes id) {
            return new Shared(nctSalt, id);
        }
    }

    /// A device that was never linked.
    public static Credentials unlinked(OwnKeys keys) {
        return new Credentials(keys, PreKeyNumbers.FIRST, Optional.empty(), ServerMemory.NOTHING, Shared.NOTHING);
    }

    public boolean linked() {
        return account.isPresent();
    }

    /// The linked account.
    ///
    /// @throws IllegalStateException if there is none
    public Account requireAccount() {
        return account.orElseThrow(() -> new IllegalStateException("the device is not linked"));
    }

    public Credentials withKeys(OwnKeys value) {
        return new Credentials(value, preKeys, account, server, shared);
    }

    public Credentials withPreKeys(PreKeyNumbers value) {
        return new Credentials(keys, value, account, server, shared);
    }

    public Credentials withAccount(Account value) {
        return new Credentials(keys, preKeys, Optional.of(value), server, shared);
    }

    public Credentials withServer(ServerMemory value) {
        return new Credentials(keys, preKeys, account, value, shared);
    }

    public Credentials withShared(Shared value) {
        return new Credentials(keys, preKeys, account, server, value);
    }

    /// The stored form.
    public Bytes encode() {
        Packer packer = new Packer(FORM);
        keys.pack(packer);
        packer.number(preKeys.next()).number(preKeys.firstUnsent()).flag(preKeys.everSent());
        packer.optional(account, (p, present) -> present.pack(p));
        server.pack(packer);
        return packer.bytes(shared.nctSalt()).bytes(shared.newestSyncKeyId()).done();
    }

    /// Reads the stored form.
    public static Credentials decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new Credentials(
                OwnKeys.unpack(in),
                new PreKeyNumbers(in.number(), in.number(), in.flag()),
                in.optional(Account::unpack),
                ServerMemory.unpack(in),
                new Shared(in.bytes(), in.bytes()));
    }
}
