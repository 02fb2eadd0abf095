// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import java.util.HashSet;
import java.util.Set;

/// The message ids that an account has had, as long as they are all known.
final class KnownIds {

    private static final int LIMIT = 20_000;

    private final Set<Long> hashes = new HashSet<>();
    private boolean complete = true;

    void add(String id) {
        if (!complete) {
            return;
        }
        hashes.add(hash(id));
        if (hashes.size() > LIMIT) {
            forget();
        }
    }

    void forget() {
        hashes.clear();
        complete = false;
    }

    boolean complete() {
        return complete;
    }

    boolean contains(String id) {
        return hashes.contains(hash(id));
    }

    // 64 bits: a receipt for an id never seen is let pass once in ages, and an id seen is never refused.
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
