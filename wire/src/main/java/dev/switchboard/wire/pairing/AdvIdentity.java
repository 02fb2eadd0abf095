// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.PairingFailed.Reason;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.ADVDeviceIdentity;
import dev.switchboard.wire.proto.ADVEncryptionType;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentity;
import dev.switchboard.wire.proto.ADVSignedDeviceIdentityHMAC;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// The bond between an account and a companion: the phone issues it, the companion accepts and countersigns it, and
/// server and contacts verify it. Signed bytes are never encoded anew.
public final class AdvIdentity {

    private AdvIdentity() {}

    /// What a companion has after accepting.
    ///
    /// @param grant what the account says
    /// @param accountKey the account's key, which is the identity key of the phone
    /// @param deviceIdentity to be stored, and sent as `device-identity` with every pre-key message
    /// @param reply to be answered to the server: the same without the account's key
    public record Accepted(DeviceGrant grant, PublicKey accountKey, Bytes deviceIdentity, Bytes reply) {}

    /// A verified `device-identity`.
    ///
    /// @param grant what the account says
    /// @param accountKey the account's key
    public record Verified(DeviceGrant grant, PublicKey accountKey) {}

    /// The phone's half: vouches for a companion, under the secret its QR code showed.
    ///
    /// @return the `device-identity` of a pair-success
    public static Bytes issue(KeyPair account, DeviceGrant grant, CompanionKeys companion, RandomGenerator random) {
        Bytes details = details(grant);
        AdvSignature kind = grant.hosted() ? AdvSignature.HOSTED_ACCOUNT : AdvSignature.ACCOUNT;
        ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.newBuilder()
                .setDetails(proto(details))
                .setAccountSignatureKey(proto(account.publicKey().raw()))
                .setAccountSignature(kind.sign(
                        account.privateKey(),
                        random,
                        details,
                        companion.identity().raw()))
                .build();
        Bytes identity = Bytes.copyOf(signed.toByteArray());
        ADVSignedDeviceIdentityHMAC.Builder container = ADVSignedDeviceIdentityHMAC.newBuilder()
                .setDetails(proto(identity))
                .setHmac(ByteString.copyFrom(mac(companion.advSecret(), identity, grant.hosted())));
        if (grant.hosted()) {
            container.setAccountType(ADVEncryptionType.HOSTED);
        }
        return Bytes.copyOf(container.build().toByteArray());
    }

    /// The companion's half: checks what came with pair-success, and countersigns it.
    ///
    /// @throws PairingFailed if MAC or signature do not match
    public static Accepted accept(Bytes container, Bytes advSecret, KeyPair own, RandomGenerator random) {
        try {
            ADVSignedDeviceIdentityHMAC outer = ADVSignedDeviceIdentityHMAC.parseFrom(container.toByteArray());
            boolean hosted = outer.getAccountType() == ADVEncryptionType.HOSTED;
            Bytes identity = bytes(outer.getDetails());
            if (!bytes(outer.getHmac()).constantTimeEquals(mac(advSecret, identity, hosted))) {
                throw new PairingFailed(Reason.BAD_MAC, "device identity is not under the secret of this code");
            }
            ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(outer.getDetails());
            PublicKey accountKey = key(signed.getAccountSignatureKey());
            DeviceGrant grant = verifyAccount(signed, accountKey, own.publicKey());
            ADVSignedDeviceIdentity complete = signed.toBuilder()
                    .setDeviceSignature(AdvSignature.DEVICE.sign(
                            own.privateKey(),
                            random,
                            bytes(signed.getDetails()),
                            own.publicKey().raw(),
                            accountKey.raw()))
                    .build();
            ADVSignedDeviceIdentity reply =
                    complete.toBuilder().clearAccountSignatureKey().build();
            return new Accepted(
                    grant, accountKey, Bytes.copyOf(complete.toByteArray()), Bytes.copyOf(reply.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    /// The server's check of a companion's reply.
    ///
    /// @param accountKey the account's key, which the reply leaves out
    /// @param companion the companion's identity key
    /// @throws PairingFailed if a signature does not match
    public static DeviceGrant verifyReply(Bytes reply, PublicKey accountKey, PublicKey companion) {
        try {
            ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(reply.toByteArray());
            DeviceGrant grant = verifyAccount(signed, accountKey, companion);
            verifyDevice(AdvSignature.DEVICE, signed, accountKey, companion);
            return grant;
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    /// A contact's check of the `device-identity` that came with a pre-key message.
    ///
    /// @param device the identity key of the device that sent it
    /// @param hosted whether the device's address is a hosted one
    /// @throws PairingFailed if a signature does not match
    public static Verified verify(Bytes deviceIdentity, PublicKey device, boolean hosted) {
        try {
            ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(deviceIdentity.toByteArray());
            PublicKey accountKey = key(signed.getAccountSignatureKey());
            DeviceGrant grant = verifyAccount(signed, accountKey, device);
            verifyDevice(hosted ? AdvSignature.HOSTED_DEVICE : AdvSignature.DEVICE, signed, accountKey, device);
            return new Verified(grant, accountKey);
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    private static DeviceGrant verifyAccount(ADVSignedDeviceIdentity signed, PublicKey accountKey, PublicKey companion)
            throws InvalidProtocolBufferException {
        ADVDeviceIdentity details = ADVDeviceIdentity.parseFrom(signed.getDetails());
        boolean hosted = details.getDeviceType() == ADVEncryptionType.HOSTED;
        AdvSignature kind = hosted ? AdvSignature.HOSTED_ACCOUNT : AdvSignature.ACCOUNT;
        kind.check(accountKey, signed.getAccountSignature(), bytes(signed.getDetails()), companion.raw());
        Instant issuedAt = AdvTime.instant(details.getTimestamp());
        return new DeviceGrant(details.getRawId(), issuedAt, details.getKeyIndex(), hosted);
    }

    private static void verifyDevice(
            AdvSignature kind, ADVSignedDeviceIdentity signed, PublicKey accountKey, PublicKey device) {
        kind.check(device, signed.getDeviceSignature(), bytes(signed.getDetails()), device.raw(), accountKey.raw());
    }

    private static Bytes details(DeviceGrant grant) {
        ADVDeviceIdentity.Builder details = ADVDeviceIdentity.newBuilder()
                .setRawId(grant.rawId())
                .setTimestamp(grant.issuedAt().getEpochSecond())
                .setKeyIndex(grant.keyIndex());
        if (grant.hosted()) {
            details.setAccountType(ADVEncryptionType.HOSTED).setDeviceType(ADVEncryptionType.HOSTED);
        }
        return Bytes.copyOf(details.build().toByteArray());
    }

    private static byte[] mac(Bytes advSecret, Bytes identity, boolean hosted) {
        Bytes prefix = hosted ? AdvSignature.HOSTED_ACCOUNT.prefix() : Bytes.EMPTY;
        return Hmac.sha256(advSecret.toByteArray(), prefix.toByteArray(), identity.toByteArray());
    }

    private static PublicKey key(ByteString bytes) {
        try {
            return new PublicKey(bytes(bytes));
        } catch (InvalidKey e) {
            throw new PairingFailed(Reason.MALFORMED, "device identity: account key", e);
        }
    }

    private static ByteString proto(Bytes bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static Bytes bytes(ByteString bytes) {
        return Bytes.copyOf(bytes.toByteArray());
    }

    private static PairingFailed malformed(InvalidProtocolBufferException cause) {
        return new PairingFailed(Reason.MALFORMED, "device identity: no protobuf", cause);
    }
}
