// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;

/// Writes stored records: keys at full length, numbers as varints.
final class RecordWriter {

    private final ProtoWriter out;

    RecordWriter(int expectedSize) {
        out = new ProtoWriter(expectedSize);
    }

    RecordWriter number(int value) {
        out.varint(value);
        return this;
    }

    RecordWriter flag(boolean value) {
        out.raw((byte) (value ? 1 : 0));
        return this;
    }

    RecordWriter bytes(Bytes value) {
        out.raw(value);
        return this;
    }

    RecordWriter key(PublicKey key) {
        out.raw(key.raw());
        return this;
    }

    RecordWriter key(PrivateKey key) {
        out.raw(key.bytes());
        return this;
    }

    RecordWriter keyPair(KeyPair pair) {
        return key(pair.publicKey()).key(pair.privateKey());
    }

    RecordWriter chainKey(ChainKey chainKey) {
        return bytes(chainKey.key()).number(chainKey.index());
    }

    RecordWriter receivingChain(ReceivingChain chain) {
        key(chain.ratchetKey());
        ChainKey chainKey = chain.chainKey();
        flag(chainKey != null);
        if (chainKey != null) {
            chainKey(chainKey);
        }
        SkippedKeys skipped = chain.skipped();
        number(skipped.size());
        int before = -1;
        for (int i = 0; i < skipped.size(); i++) {
            number(skipped.counterAt(i) - before);
            before = skipped.counterAt(i);
        }
        out.raw(skipped.seeds(), 0, skipped.seeds().length);
        return this;
    }

    Bytes toBytes() {
        return out.toBytes();
    }
}
