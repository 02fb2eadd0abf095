// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayOutputStream;
import javax.crypto.Mac;

/// The list of MACs by which a player checks a video or sound file piece by piece: one of 10 bytes for each 64 KiB of
/// initial block, ciphertext and MAC, each piece reaching 16 bytes into the next.
final class StreamingSidecar {

    private static final int PIECE = 64 * 1024;

    private final ByteArrayOutputStream macs = new ByteArrayOutputStream();
    private Mac current;
    private Mac previous;
    private boolean previousOpen;
    private int inPiece;

    StreamingSidecar(Bytes macKey) {
        this.current = MediaCrypto.mac(macKey);
        this.previous = MediaCrypto.mac(macKey);
    }

    void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (inPiece == PIECE) {
                turn();
            }
            int limit = inPiece < MediaCrypto.BLOCK ? MediaCrypto.BLOCK : PIECE;
            int step = Math.min(end - at, limit - inPiece);
            current.update(bytes, at, step);
            if (previousOpen) {
                previous.update(bytes, at, step);
            }
            at += step;
            inPiece += step;
            if (previousOpen && inPiece >= MediaCrypto.BLOCK) {
                closePrevious();
            }
        }
    }

    private void turn() {
        Mac free = previous;
        previous = current;
        current = free;
        previousOpen = true;
        inPiece = 0;
    }

    private void closePrevious() {
        macs.write(previous.doFinal(), 0, MediaCrypto.MAC_SIZE);
        previousOpen = false;
    }

    /// The list; nothing may follow.
    Bytes finish() {
        if (previousOpen) {
            closePrevious();
        }
        if (inPiece > 0) {
            macs.write(current.doFinal(), 0, MediaCrypto.MAC_SIZE);
        }
        return Bytes.copyOf(macs.toByteArray());
    }
}
