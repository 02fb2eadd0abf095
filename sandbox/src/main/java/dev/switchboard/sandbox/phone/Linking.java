// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.KeyIndexList;
import dev.switchboard.sandbox.primary.PairDevice;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.DeviceGrant;
import dev.switchboard.wire.pairing.KeyIndexes;
import dev.switchboard.wire.proto.ClientPairingProps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How a phone vouches for its companions. Called on the phone's lane.
final class Linking {

    private static final Bytes CLIENT_PROPS = Bytes.copyOf(ClientPairingProps.newBuilder()
            .setIsChatDbLidMigrated(true)
            .setIsSyncdPureLidSession(true)
            .setIsSyncdSnapshotRecoveryEnabled(false)
            .build()
            .toByteArray());

    private Linking() {}

    /// What a phone read off a companion's screen, or was told through its code.
    ///
    /// @param ref the server's name for the client that waits
    /// @param noise the client's Noise key
    /// @param keys the client's identity key and secret
    record Companion(String ref, PublicKey noise, CompanionKeys keys) {}

    /// What the phone uploads to link a companion.
    static PairDevice vouch(PhoneContext phone, Companion companion) {
        int keyIndex = phone.counters().takeKeyIndex();
        PhoneIdentity identity = phone.identity();
        DeviceGrant grant = new DeviceGrant(identity.rawId(), now(phone), keyIndex, false);
        Bytes deviceIdentity = AdvIdentity.issue(identity.keyPair(), grant, companion.keys(), phone.random());
        return new PairDevice(
                companion.ref(),
                companion.noise().raw(),
                companion.keys().identity().raw(),
                keyIndex,
                deviceIdentity,
                keyIndexes(phone, Optional.of(keyIndex)),
                CLIENT_PROPS);
    }

    /// Publishes the list of companions as it is now.
    static void publishKeyIndexes(PhoneContext phone) {
        phone.network().publishKeyIndexList(phone.number(), keyIndexes(phone, Optional.empty()));
    }

    private static KeyIndexList keyIndexes(PhoneContext phone, Optional<Integer> added) {
        IntStream live = phone.network().account(phone.number()).stream()
                .flatMap(account -> account.devices().stream())
                .filter(device -> !device.primary())
                .mapToInt(DeviceView::keyIndex);
        List<Integer> valid = Stream.of(IntStream.of(0).boxed(), live.boxed(), added.stream())
                .flatMap(indexes -> indexes)
                .sorted()
                .toList();
        PhoneIdentity identity = phone.identity();
        Instant now = now(phone);
        KeyIndexes list = new KeyIndexes(identity.rawId(), now, phone.counters().lastKeyIndex(), valid, false);
        return new KeyIndexList(
                now.getEpochSecond(), list.sign(identity.keyPair().privateKey(), phone.random()));
    }

    private static Instant now(PhoneContext phone) {
        return Instant.ofEpochSecond(phone.now() / 1000);
    }
}
