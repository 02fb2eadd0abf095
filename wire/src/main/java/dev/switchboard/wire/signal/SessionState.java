// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Double Ratchet. Immutable: every message makes a new state.
///
/// @param peers the two devices
/// @param baseKey the initiator's base key, which names the state
/// @param rootKey 32 bytes
/// @param sending our chain
/// @param receiving the other's chains, oldest first
/// @param pending what to repeat until the other has answered; null once it has, or if the other began
record SessionState(
        Peers peers,
        PublicKey baseKey,
        Bytes rootKey,
        SendingChain sending,
        List<ReceivingChain> receiving,
        @Nullable PendingPreKey pending) {

    /// At most so many chains of the other are kept.
    static final int MAX_RECEIVING_CHAINS = 5;

    SessionState {
        receiving = List.copyOf(receiving);
    }

    SessionState withSending(SendingChain chain) {
        return new SessionState(peers, baseKey, rootKey, chain, receiving, pending);
    }

    /// The position of a chain of the other, -1 if it is not known.
    int receivingIndex(PublicKey ratchetKey) {
        for (int i = receiving.size() - 1; i >= 0; i--) {
            if (receiving.get(i).ratchetKey().equals(ratchetKey)) {
                return i;
            }
        }
        return -1;
    }

    /// With one chain replaced, and as answered.
    SessionState withReceiving(int index, ReceivingChain chain) {
        List<ReceivingChain> chains = new ArrayList<>(receiving);
        chains.set(index, chain);
        return new SessionState(peers, baseKey, rootKey, sending, chains, null);
    }

    /// With a new chain in place of the current one, and as answered.
    SessionState stepped(Bytes newRoot, SendingChain newSending, ReceivingChain newChain, int lastCounter) {
        List<ReceivingChain> chains = new ArrayList<>(MAX_RECEIVING_CHAINS + 1);
        for (ReceivingChain chain : receiving) {
            chains.add(chain.closed(lastCounter));
        }
        chains.add(newChain);
        if (chains.size() > MAX_RECEIVING_CHAINS) {
            chains.removeFirst();
        }
        return new SessionState(peers, baseKey, newRoot, newSending, chains, null);
    }
}
