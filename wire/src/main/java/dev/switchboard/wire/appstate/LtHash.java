// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// A hash over a set of value MACs to which members can be added and from which they can be taken in any order: 64
/// lanes of 16 bits, each a sum.
///
/// @param state 128 bytes, each lane little-endian
public record LtHash(Bytes state) {

    /// Bytes of the state.
    public static final int SIZE = 128;

    /// The hash of the empty set.
    public static final LtHash EMPTY = new LtHash(Bytes.copyOf(new byte[SIZE]));

    private static final byte[] LABEL = "WhatsApp Patch Integrity".getBytes(StandardCharsets.US_ASCII);

    /// Refuses a state of another size.
    public LtHash {
        if (state.size() != SIZE) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.MALFORMED, "hash bytes: " + state.size() + " (expected: " + SIZE + ")");
        }
    }

    /// The hash after members were taken out and others put in.
    public LtHash change(Collection<Bytes> removed, Collection<Bytes> added) {
        byte[] lanes = state.toByteArray();
        removed.forEach(valueMac -> apply(lanes, valueMac, -1));
        added.forEach(valueMac -> apply(lanes, valueMac, 1));
        return new LtHash(Bytes.copyOf(lanes));
    }

    private static void apply(byte[] lanes, Bytes valueMac, int sign) {
        byte[] item = expand(valueMac);
        for (int i = 0; i < SIZE; i += 2) {
            int sum = lane(lanes, i) + sign * lane(item, i);
            lanes[i] = (byte) sum;
            lanes[i + 1] = (byte) (sum >>> 8);
        }
    }

    static byte[] expand(Bytes valueMac) {
        return Hkdf.derive(valueMac.toByteArray(), LABEL, SIZE);
    }

    private static int lane(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }
}
