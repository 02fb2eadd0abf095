// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

/// The AES-GCM nonces of this layer: eight zero bytes and a 32-bit counter.
final class Nonce {

    static final long MAX_COUNTER = 0xFFFF_FFFFL;
    static final byte[] NO_DATA = {};

    private static final int SIZE = 12;

    private Nonce() {}

    static byte[] of(long counter) {
        byte[] nonce = new byte[SIZE];
        nonce[8] = (byte) (counter >> 24);
        nonce[9] = (byte) (counter >> 16);
        nonce[10] = (byte) (counter >> 8);
        nonce[11] = (byte) counter;
        return nonce;
    }
}
