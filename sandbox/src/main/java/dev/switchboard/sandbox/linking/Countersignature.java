// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentity;
import dev.switchboard.wire.stanza.PairingStanzas.PairDeviceSign;

/// The check of what a client answers to `pair-success`.
final class Countersignature {

    private Countersignature() {}

    /// The serialised `ADVSignedDeviceIdentity` with both signatures, the account's key put back in.
    ///
    /// @throws PairingFailed if a signature or the key index is wrong
    static Bytes check(PairDeviceSign reply, PendingLink link, Pairing pairing) {
        Bytes accountKey = pairing.account().primary().identity();
        AdvIdentity.verifyReply(
                reply.identity(),
                PublicKey.of(accountKey),
                PublicKey.of(link.companion().identity()));
        if (reply.keyIndex() != pairing.request().keyIndex()) {
            throw new PairingFailed(
                    PairingFailed.Reason.MALFORMED,
                    "key index: " + reply.keyIndex() + " (expected: "
                            + pairing.request().keyIndex() + ")");
        }
        try {
            return Bytes.copyOf(
                    ADVSignedDeviceIdentity.parseFrom(reply.identity().toByteArray()).toBuilder()
                            .setAccountSignatureKey(ByteString.copyFrom(accountKey.toByteArray()))
                            .build()
                            .toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new PairingFailed(PairingFailed.Reason.MALFORMED, "device identity: no protobuf", e);
        }
    }
}
