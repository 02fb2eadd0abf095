// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.crypto.PublicKey;
import org.jspecify.annotations.Nullable;

/// A chain that the other's messages are opened by.
///
/// @param ratchetKey the other's ratchet key, which names the chain
/// @param chainKey the link of the next message, or null once the other has begun a new chain
/// @param skipped seeds of messages passed over
record ReceivingChain(PublicKey ratchetKey, @Nullable ChainKey chainKey, SkippedKeys skipped) {

    /// A message may be at most so many numbers ahead of the one expected.
    static final int MAX_AHEAD = 2000;

    /// The seed of a message and the chain after it, or why there is none.
    sealed interface Found {
        record Seed(Bytes seed, ReceivingChain after) implements Found {}

        record None(Reason reason) implements Found {}
    }

    Found find(int counter) {
        int position = skipped.find(counter);
        if (position >= 0) {
            Bytes seed = skipped.seedAt(position);
            return new Found.Seed(seed, new ReceivingChain(ratchetKey, chainKey, skipped.without(position)));
        }
        if (chainKey == null) {
            return new Found.None(new Reason.DuplicateMessage(counter));
        }
        long ahead = Integer.toUnsignedLong(counter) - chainKey.index();
        if (ahead < 0) {
            return new Found.None(new Reason.DuplicateMessage(counter));
        }
        if (ahead > MAX_AHEAD || counter == Integer.MAX_VALUE) {
            return new Found.None(new Reason.TooFarAhead((int) Math.min(ahead, Integer.MAX_VALUE)));
        }
        ChainKey link = chainKey;
        SkippedKeys.Builder passed = new SkippedKeys.Builder((int) ahead);
        while (link.index() != counter) {
            passed.add(link.index(), link.messageSeed());
            link = link.next();
        }
        ReceivingChain after = new ReceivingChain(ratchetKey, link.next(), skipped.with(passed));
        return new Found.Seed(Bytes.copyOf(link.messageSeed()), after);
    }

    /// This chain after the other began a new one: the seeds up to the last message sent on it are kept, the chain key
    /// is not. A last number that cannot be right keeps as many as are ever kept, or none.
    ReceivingChain closed(int lastCounter) {
        if (chainKey == null) {
            return this;
        }
        ChainKey link = chainKey;
        long missing = Math.clamp((long) lastCounter - link.index() + 1, 0, MAX_AHEAD);
        SkippedKeys.Builder passed = new SkippedKeys.Builder((int) missing);
        for (int i = 0; i < missing; i++) {
            passed.add(link.index(), link.messageSeed());
            link = link.next();
        }
        return new ReceivingChain(ratchetKey, null, skipped.with(passed));
    }
}
