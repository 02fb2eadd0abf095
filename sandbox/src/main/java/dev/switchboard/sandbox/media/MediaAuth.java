// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Permissions to upload: each tells whose it is and until when it is good, sealed with a key that only the server
/// has. Safe for many threads.
public final class MediaAuth {

    private static final int KEY_BYTES = 32;
    private static final int TAG_BYTES = 16;
    private static final int RADIX = 36;

    private final byte[] key;
    private final InstantSource clock;

    private MediaAuth(byte[] key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// The permissions sealed with the key under this name of the store, made on first use. The store is not
    /// committed.
    public static MediaAuth in(StateStore store, String name, InstantSource clock, RandomGenerator random) {
        List<Bytes> kept = new ArrayList<>();
        store.restore(name, (_, record) -> kept.add(record));
        if (!kept.isEmpty()) {
            return new MediaAuth(kept.getFirst().toByteArray(), clock);
        }
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        store.put(name, Bytes.copyOf(fresh));
        return new MediaAuth(fresh, clock);
    }

    /// A permission for so long.
    ///
    /// @param holder who gets it
    String issue(Duration life, FaultTarget holder) {
        String until = Long.toString(clock.instant().plus(life).getEpochSecond(), RADIX);
        String claims = until + "." + holder.account() + "." + holder.device();
        return claims + "-" + seal(claims);
    }

    /// Who holds a permission, if it is genuine and still good.
    Optional<FaultTarget> holder(String auth) {
        int dash = auth.indexOf('-');
        if (dash <= 0) {
            return Optional.empty();
        }
        String claims = auth.substring(0, dash);
        if (!Bytes.utf8(seal(claims)).constantTimeEquals(Bytes.utf8(auth.substring(dash + 1)))) {
            return Optional.empty();
        }
        String[] parts = claims.split("\\.", -1);
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts[0], RADIX));
        return clock.instant().isBefore(end)
                ? Optional.of(FaultTarget.device(parts[1], Integer.parseInt(parts[2])))
                : Optional.empty();
    }

    private String seal(String until) {
        return Bytes.copyOf(Hmac.sha256(key, Bytes.utf8(until).toByteArray()))
                .slice(0, TAG_BYTES)
                .base64Url();
    }
}
