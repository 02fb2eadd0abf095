// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncdPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What faults do to app state on its way to a device. Confined to the network thread.
final class AppStateFaults {

    private static final ByteString NOBODYS_KEY = ByteString.fromHex("7fff7fffffff");

    private final Faults faults;

    AppStateFaults(Faults faults) {
        this.faults = faults;
    }

    /// The fault that strikes a device's request for a collection.
    Optional<FaultDefinition> strike(FaultKind kind, Device device, String collection) {
        return faults.strike(
                kind,
                FaultTarget.device(device.account().phone(), device.id()),
                fault -> fault.word("collection").map(collection::equals).orElse(true));
    }

    /// The patches as they are served.
    List<Bytes> served(Device device, String collection, List<Bytes> patches) {
        if (patches.isEmpty() || faults.quiet()) {
            return patches;
        }
        List<Bytes> served = new ArrayList<>(patches);
        int middle = served.size() / 2;
        if (strike(FaultKind.APP_STATE_MISSING_KEY, device, collection).isPresent()) {
            served.set(
                    middle,
                    changed(
                            served.get(middle),
                            patch -> patch.setKeyId(KeyId.newBuilder().setId(NOBODYS_KEY))));
        }
        if (strike(FaultKind.APP_STATE_BAD_MAC, device, collection).isPresent()) {
            served.set(middle, changed(served.get(middle), AppStateFaults::withWrongMacs));
        }
        if (strike(FaultKind.APP_STATE_GAP, device, collection).isPresent()) {
            served.remove(middle);
        }
        return served;
    }

    private static SyncdPatch.Builder withWrongMacs(SyncdPatch.Builder patch) {
        return patch.setSnapshotMac(damaged(patch.getSnapshotMac())).setPatchMac(damaged(patch.getPatchMac()));
    }

    private static ByteString damaged(ByteString mac) {
        byte[] bytes = mac.toByteArray();
        if (bytes.length > 0) {
            bytes[0] ^= 0x55;
        }
        return ByteString.copyFrom(bytes);
    }

    private static Bytes changed(Bytes patch, UnaryOperator<SyncdPatch.Builder> change) {
        try {
            SyncdPatch parsed = SyncdPatch.parseFrom(patch.toByteArray());
            return Bytes.copyOf(change.apply(parsed.toBuilder()).build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a patch that was taken cannot be read", e);
        }
    }
}
