// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of one device: identity, signed pre-key and the one-time pre-keys in the order of upload.
///
/// One-time keys are packed, id and key one after another, since a fresh device has hundreds and thousands of devices
/// have them.
final class PreKeyStock {

    private static final int VERSION = 1;
    private static final int ID_SIZE = 3;
    private static final int ENTRY_SIZE = ID_SIZE + PublicKey.SIZE;

    private final int registrationId;
    private final PublicKey identity;
    private final PublicSignedPreKey signedPreKey;
    private final byte[] packed;
    private int taken;

    private PreKeyStock(int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey, byte[] packed) {
        this.registrationId = registrationId;
        this.identity = identity;
        this.signedPreKey = signedPreKey;
        this.packed = packed;
    }

    static PreKeyStock of(
            int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey, List<PublicPreKey> preKeys) {
        return new PreKeyStock(registrationId, identity, signedPreKey, pack(preKeys));
    }

    /// The stock with a further upload: a key with a known id takes the place of that key.
    PreKeyStock plus(
            int newRegistrationId, PublicKey newIdentity, PublicSignedPreKey newSigned, List<PublicPreKey> added) {
        List<PublicPreKey> all = preKeys();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            places.put(all.get(i).id(), i);
        }
        for (PublicPreKey key : added) {
            Integer place = places.get(key.id());
            if (place == null) {
                places.put(key.id(), all.size());
                all.add(key);
            } else {
                all.set(place, key);
            }
        }
        return of(newRegistrationId, newIdentity, newSigned, all);
    }

    /// The stock with another signed pre-key.
    PreKeyStock withSigned(PublicSignedPreKey newSigned) {
        return of(registrationId, identity, newSigned, preKeys());
    }

    int registrationId() {
        return registrationId;
    }

    PublicKey identity() {
        return identity;
    }

    PublicSignedPreKey signedPreKey() {
        return signedPreKey;
    }

    /// How many one-time keys are left.
    int count() {
        return packed.length / ENTRY_SIZE - taken;
    }

    /// How many have been taken since the upload that made this value.
    int taken() {
        return taken;
    }

    void taken(int count) {
        taken = count;
    }

    /// Takes the oldest one-time key.
    Optional<PublicPreKey> take() {
        return count() == 0 ? Optional.empty() : Optional.of(at(taken++));
    }

    /// The one-time keys that are left, oldest first, in a list of the caller's own.
    List<PublicPreKey> preKeys() {
        List<PublicPreKey> left = new ArrayList<>(count());
        for (int i = taken; i * ENTRY_SIZE < packed.length; i++) {
            left.add(at(i));
        }
        return left;
    }

    private PublicPreKey at(int index) {
        int from = index * ENTRY_SIZE;
        int id = ((packed[from] & 0xFF) << 16) | ((packed[from + 1] & 0xFF) << 8) | (packed[from + 2] & 0xFF);
        return new PublicPreKey(id, PublicKey.of(Bytes.copyOf(packed, from + ID_SIZE, from + ENTRY_SIZE)));
    }

    private static byte[] pack(List<PublicPreKey> preKeys) {
        byte[] packed = new byte[preKeys.size() * ENTRY_SIZE];
        int at = 0;
        for (PublicPreKey key : preKeys) {
            packed[at++] = (byte) (key.id() >> 16);
            packed[at++] = (byte) (key.id() >> 8);
            packed[at++] = (byte) key.id();
            at = key.key().raw().copyTo(packed, at);
        }
        return packed;
    }

    Bytes toRecord() {
        return new RecordWriter(VERSION)
                .number(Integer.toUnsignedLong(registrationId))
                .bytes(identity.raw())
                .number(signedPreKey.id())
                .bytes(signedPreKey.key().raw())
                .bytes(signedPreKey.signature())
                .bytes(Bytes.copyOf(packed))
                .done();
    }

    static PreKeyStock ofRecord(Bytes record) {
        RecordReader in = new RecordReader(record, VERSION);
        int registrationId = (int) in.number();
        PublicKey identity = PublicKey.of(in.bytes());
        PublicSignedPreKey signed = new PublicSignedPreKey(in.integer(), PublicKey.of(in.bytes()), in.bytes());
        return new PreKeyStock(registrationId, identity, signed, in.bytes().toByteArray());
    }
}
