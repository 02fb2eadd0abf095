// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Credentials for what cannot send a header, as the browser's event source and its WebSocket: each opens one stream,
/// once, within half a minute, so that one found in an address later is worth nothing. They live in memory only.
public final class Tickets {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int MOST = 10_000;
    private static final int LONGEST = 128;

    private final InstantSource time;
    private final RandomGenerator random;
    private final Map<String, Entry> tickets = new LinkedHashMap<>();

    public Tickets(InstantSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    private record Entry(Caller caller, Instant expires) {}

    /// A ticket that was just made.
    public record Ticket(String text, Instant expires) {
        @Override
        public String toString() {
            return "Ticket[" + expires + "]";
        }
    }

    /// Makes a ticket that stands for this caller.
    public Ticket issue(Caller caller) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant expires = time.instant().plus(LIFE);
        synchronized (tickets) {
            forgetOld();
            tickets.put(digest(text), new Entry(caller, expires));
        }
        return new Ticket(text, expires);
    }

    private void forgetOld() {
        Instant now = time.instant();
        Iterator<Entry> oldest = tickets.values().iterator();
        while (oldest.hasNext()) {
            boolean old = !oldest.next().expires().isAfter(now);
            if (!old && tickets.size() < MOST) {
                return; // the others are younger
            }
            oldest.remove();
        }
    }

    /// Uses a ticket up; the answer is whom it stood for.
    Optional<Caller> redeem(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Entry entry;
        synchronized (tickets) {
            entry = tickets.remove(digest(text));
        }
        return Optional.ofNullable(entry)
                .filter(found -> found.expires().isAfter(time.instant()))
                .map(Entry::caller);
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(ApiKeys.digest(text));
    }
}
