// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import java.util.random.RandomGenerator;

/// Numbers of pre-keys and registrations and their big-endian forms in stanzas.
public final class KeyIds {

    /// The largest pre-key id.
    public static final int MAX_PRE_KEY_ID = 0xffffff;

    private static final int MAX_GENERATED_REGISTRATION_ID = 16380;

    private KeyIds() {}

    /// The pre-key id after the given one; after the last comes 1, as 0 means "none" to some clients.
    public static int next(int preKeyId) {
        return preKeyId >= MAX_PRE_KEY_ID ? 1 : preKeyId + 1;
    }

    /// Three bytes of a pre-key id.
    ///
    /// @throws InvalidKey if the id has more than 24 bits
    public static Bytes preKeyIdBytes(int id) {
        if (id < 0 || id > MAX_PRE_KEY_ID) {
            throw new InvalidKey("pre-key id: " + id + " (expected: 24 bits)");
        }
        return Bytes.of((byte) (id >> 16), (byte) (id >> 8), (byte) id);
    }

    /// The pre-key id in three bytes.
    ///
    /// @throws InvalidKey if there are not three bytes
    public static int preKeyId(Bytes bytes) {
        if (bytes.size() != 3) {
            throw new InvalidKey("pre-key id bytes: " + bytes.size() + " (expected: 3)");
        }
        return bigEndian(bytes);
    }

    /// Four bytes of a registration id.
    public static Bytes registrationIdBytes(int id) {
        return Bytes.of((byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id);
    }

    /// The registration id in four bytes, an unsigned number.
    ///
    /// @throws InvalidKey if there are not four bytes
    public static int registrationId(Bytes bytes) {
        if (bytes.size() != 4) {
            throw new InvalidKey("registration id bytes: " + bytes.size() + " (expected: 4)");
        }
        return bigEndian(bytes);
    }

    /// A new registration id, 1 to 16380.
    public static int newRegistrationId(RandomGenerator random) {
        return 1 + random.nextInt(MAX_GENERATED_REGISTRATION_ID);
    }

    private static int bigEndian(Bytes bytes) {
        int value = 0;
        for (int i = 0; i < bytes.size(); i++) {
            value = value << 8 | (bytes.at(i) & 0xff);
        }
        return value;
    }
}
