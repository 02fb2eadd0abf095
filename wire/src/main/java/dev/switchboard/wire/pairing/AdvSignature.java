// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.XEdDsa;
import java.util.random.RandomGenerator;

/// The signatures between an account and its devices. Each covers two bytes that say which it is, and the parts.
enum AdvSignature {
    /// By the account: this device is mine.
    ACCOUNT(0),
    /// By the device: that account is mine.
    DEVICE(1),
    /// By the account: these devices are all.
    KEY_INDEX_LIST(2),
    /// As [#ACCOUNT], on the servers of Meta.
    HOSTED_ACCOUNT(5),
    /// As [#DEVICE], on the servers of Meta.
    HOSTED_DEVICE(6),
    /// As [#KEY_INDEX_LIST], on the servers of Meta.
    HOSTED_KEY_INDEX_LIST(7);

    private static final byte ADV = 6;

    private final byte kind;

    AdvSignature(int kind) {
        this.kind = (byte) kind;
    }

    ByteString sign(PrivateKey key, RandomGenerator random, Bytes... parts) {
        return ByteString.copyFrom(XEdDsa.sign(key, message(parts), random));
    }

    boolean verify(PublicKey key, ByteString signature, Bytes... parts) {
        return XEdDsa.verify(key, message(parts), signature.toByteArray());
    }

    /// @throws PairingFailed if the signature does not match
    void check(PublicKey key, ByteString signature, Bytes... parts) {
        if (!verify(key, signature, parts)) {
            throw new PairingFailed(PairingFailed.Reason.BAD_SIGNATURE, "signature does not match: " + this);
        }
    }

    Bytes prefix() {
        return Bytes.of(ADV, kind);
    }

    private byte[] message(Bytes... parts) {
        return Bytes.concat(prefix(), Bytes.concat(parts)).toByteArray();
    }
}
