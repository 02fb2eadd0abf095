// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;

/// The named keys of the messaging vectors.
final class VectorKeys {

    static final JsonNode MESSAGING = Vectors.messaging();

    private VectorKeys() {}

    static KeyPair pair(String name) {
        JsonNode key = MESSAGING.get("keys").get("list").get(name);
        JsonNode extra =
                MESSAGING.get("simultaneousInitiation").get("extraKeys").get(name);
        return KeyPair.of(PrivateKey.of(Vectors.hex(key == null ? extra : key, "priv")));
    }

    /// A generator that hands out named private keys in order.
    static FixedRandom fresh(String... names) {
        byte[][] keys = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            keys[i] = pair(names[i]).privateKey().toByteArray();
        }
        return FixedRandom.of(keys);
    }

    static Bytes bytes(JsonNode field) {
        return Bytes.fromHex(field.textValue());
    }
}
