// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A one-time pre-key of our own.
///
/// @param id its number, from 1 to 2^24 - 1
/// @param keyPair its keys
public record PreKey(int id, KeyPair keyPair) {

    /// The half that goes to the key directory.
    public PublicPreKey publicPreKey() {
        return new PublicPreKey(id, keyPair.publicKey());
    }

    /// New pre-keys with consecutive ids, which wrap around.
    public static List<PreKey> generate(int firstId, int count, RandomGenerator random) {
        List<PreKey> preKeys = new ArrayList<>(count);
        int id = firstId;
        for (int i = 0; i < count; i++) {
            preKeys.add(new PreKey(id, KeyPair.generate(random)));
            id = KeyIds.next(id);
        }
        return List.copyOf(preKeys);
    }
}
