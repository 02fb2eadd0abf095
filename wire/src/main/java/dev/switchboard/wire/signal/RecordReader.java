// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedRecord;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads stored records. Every length is checked before anything of that length is made.
final class RecordReader {

    private static final int KEY = 32;

    private final byte[] input;
    private int at;

    RecordReader(Bytes bytes) {
        this.input = bytes.toByteArray();
    }

    int number() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte b = next();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw malformed("number of more than five bytes");
    }

    /// A number from 0 to a limit.
    int count(int limit) {
        int value = number();
        if (value < 0 || value > limit) {
            throw malformed("count " + value + " (expected: at most " + limit + ")");
        }
        return value;
    }

    boolean flag() {
        byte value = next();
        if (value != 0 && value != 1) {
            throw malformed("flag " + value);
        }
        return value == 1;
    }

    Bytes secret() {
        int from = advance(KEY);
        return Bytes.copyOf(input, from, at);
    }

    PublicKey publicKey() {
        return new PublicKey(secret());
    }

    PrivateKey privateKey() {
        return PrivateKey.of(secret());
    }

    KeyPair keyPair() {
        return new KeyPair(publicKey(), privateKey());
    }

    ChainKey chainKey() {
        return new ChainKey(secret(), count(Integer.MAX_VALUE));
    }

    ReceivingChain receivingChain() {
        PublicKey ratchetKey = publicKey();
        @Nullable ChainKey chainKey = flag() ? chainKey() : null;
        int size = count(SkippedKeys.MAX);
        if (size == 0) {
            return new ReceivingChain(ratchetKey, chainKey, SkippedKeys.NONE);
        }
        int[] counters = new int[size];
        int before = -1;
        for (int i = 0; i < size; i++) {
            int step = number();
            if (step <= 0 || (long) before + step > Integer.MAX_VALUE) {
                throw malformed("order of skipped keys");
            }
            before += step;
            counters[i] = before;
        }
        int from = advance(size * SkippedKeys.SEED_SIZE);
        return new ReceivingChain(ratchetKey, chainKey, new SkippedKeys(counters, Arrays.copyOfRange(input, from, at)));
    }

    void version(int expected) {
        byte version = next();
        if (version != expected) {
            throw malformed("version " + version + " (expected: " + expected + ")");
        }
    }

    void end() {
        if (at != input.length) {
            throw malformed("bytes after the end");
        }
    }

    private byte next() {
        return input[advance(1)];
    }

    private int advance(int count) {
        if (input.length - at < count) {
            throw malformed("truncated");
        }
        int from = at;
        at += count;
        return from;
    }

    static MalformedRecord malformed(String what) {
        return new MalformedRecord("stored record: " + what);
    }
}
