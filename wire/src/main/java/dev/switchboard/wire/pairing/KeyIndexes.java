// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.ADVEncryptionType;
import dev.switchboard.wire.proto.ADVKeyIndexList;
import dev.switchboard.wire.proto.ADVSignedKeyIndexList;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// The list by which an account says which of its devices are valid: `key-index-list` in stanzas.
///
/// @param rawId a random number of the account, unsigned 32 bits, the same until it registers anew
/// @param issuedAt when, in whole seconds
/// @param currentIndex the highest index given out so far
/// @param validIndexes the devices that are linked; 0 is the phone
/// @param hosted whether Meta's servers hold keys of the account
public record KeyIndexes(int rawId, Instant issuedAt, int currentIndex, List<Integer> validIndexes, boolean hosted) {

    /// Keeps an unmodifiable copy.
    public KeyIndexes {
        validIndexes = List.copyOf(validIndexes);
    }

    /// Whether a device of that index is linked: it is listed, or newer than the list.
    public boolean allows(int keyIndex) {
        return validIndexes.contains(keyIndex) || keyIndex > currentIndex;
    }

    /// The signed list.
    public Bytes sign(PrivateKey account, RandomGenerator random) {
        ADVKeyIndexList.Builder list = ADVKeyIndexList.newBuilder()
                .setRawId(rawId)
                .setTimestamp(issuedAt.getEpochSecond())
                .setCurrentIndex(currentIndex)
                .addAllValidIndexes(validIndexes);
        if (hosted) {
            list.setAccountType(ADVEncryptionType.HOSTED);
        }
        Bytes details = Bytes.copyOf(list.build().toByteArray());
        return Bytes.copyOf(ADVSignedKeyIndexList.newBuilder()
                .setDetails(ByteString.copyFrom(details.toByteArray()))
                .setAccountSignature(kind(hosted).sign(account, random, details))
                .build()
                .toByteArray());
    }

    /// Reads a signed list.
    ///
    /// @throws PairingFailed if it is not signed by the account
    public static KeyIndexes verify(Bytes signed, PublicKey account) {
        try {
            ADVSignedKeyIndexList outer = ADVSignedKeyIndexList.parseFrom(signed.toByteArray());
            KeyIndexes list = read(outer);
            Bytes details = Bytes.copyOf(outer.getDetails().toByteArray());
            kind(list.hosted).check(account, outer.getAccountSignature(), details);
            return list;
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    /// Reads a signed list without knowing whose it is.
    ///
    /// @throws PairingFailed if it is none
    public static KeyIndexes readUnverified(Bytes signed) {
        try {
            return read(ADVSignedKeyIndexList.parseFrom(signed.toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e);
        }
    }

    private static KeyIndexes read(ADVSignedKeyIndexList signed) throws InvalidProtocolBufferException {
        ADVKeyIndexList list = ADVKeyIndexList.parseFrom(signed.getDetails());
        return new KeyIndexes(
                list.getRawId(),
                AdvTime.instant(list.getTimestamp()),
                list.getCurrentIndex(),
                list.getValidIndexesList(),
                list.getAccountType() == ADVEncryptionType.HOSTED);
    }

    private static AdvSignature kind(boolean hosted) {
        return hosted ? AdvSignature.HOSTED_KEY_INDEX_LIST : AdvSignature.KEY_INDEX_LIST;
    }

    private static PairingFailed malformed(InvalidProtocolBufferException cause) {
        return new PairingFailed(PairingFailed.Reason.MALFORMED, "key index list: no protobuf", cause);
    }
}
