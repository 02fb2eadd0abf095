// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkRefused.Reason;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The refs that clients show, each good once and for a while. Refs of the past are remembered for some time, so that
/// a late scan hears why it failed.
final class Refs {

    private static final int REF_BYTES = 36;
    private static final int REMEMBERED = 2_000;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, Reason> past = new LinkedHashMap<>();

    private record Open(PendingLink link, Instant until) {}

    Refs(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A fresh ref for a client.
    String issue(PendingLink link, Instant until) {
        byte[] secret = new byte[REF_BYTES];
        random.nextBytes(secret);
        String ref = "2@" + Bytes.copyOf(secret).base64();
        open.put(ref, new Open(link, until));
        return ref;
    }

    /// The client that shows a ref.
    ///
    /// @throws LinkRefused if nobody does, or its time is over
    PendingLink find(String ref) {
        Open entry = open.get(ref);
        if (entry == null) {
            throw new LinkRefused(past.getOrDefault(ref, Reason.UNKNOWN_REF));
        }
        if (clock.instant().isAfter(entry.until)) {
            throw new LinkRefused(Reason.EXPIRED_REF);
        }
        return entry.link;
    }

    /// A ref has been used.
    void use(String ref) {
        if (open.remove(ref) != null) {
            remember(ref, Reason.USED_REF);
        }
    }

    /// A client is gone or linked: its other refs are worth nothing.
    void drop(PendingLink link) {
        open.entrySet().removeIf(entry -> {
            boolean own = entry.getValue().link == link;
            if (own) {
                remember(entry.getKey(), Reason.EXPIRED_REF);
            }
            return own;
        });
    }

    private void remember(String ref, Reason reason) {
        past.put(ref, reason);
        if (past.size() > REMEMBERED) {
            past.remove(past.keySet().iterator().next());
        }
    }

    void clear() {
        open.clear();
        past.clear();
    }
}
