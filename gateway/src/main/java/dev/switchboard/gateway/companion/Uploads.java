// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.gateway.provider.MediaSource;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Uploads files before their messages are sent. The same file sent to many is uploaded once: the last ones are
/// remembered, of all sessions together.
final class Uploads {
    private static final int KEPT = 512;
    private static final Duration GOOD = Duration.ofHours(12);

    private final InstantSource time;
    private final Map<Name, UploadedMedia> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, UploadedMedia> eldest) {
            return size() > KEPT;
        }
    };

    private record Name(long session, MediaKind kind, boolean open, Bytes sha256) {}

    Uploads(InstantSource time) {
        this.time = time;
    }

    /// The uploaded file.
    ///
    /// @param open whether it is for a channel, whose files are not encrypted
    UploadedMedia upload(Companion companion, long session, MediaKind kind, boolean open, MediaSource.Item item)
            throws InterruptedException {
        Name name = new Name(session, kind, open, item.sha256());
        Optional<UploadedMedia> before = find(name);
        if (before.isPresent()) {
            return before.get();
        }
        dev.switchboard.client.media.MediaSource source = item.content()::open;
        dev.switchboard.client.media.MediaSource typed = source.as(item.mimeType());
        UploadedMedia uploaded = open
                ? companion.media().uploadOpenly(kind, typed)
                : companion.media().upload(kind, typed);
        synchronized (known) {
            known.put(name, uploaded);
        }
        return uploaded;
    }

    private Optional<UploadedMedia> find(Name name) {
        Instant oldest = time.instant().minus(GOOD);
        synchronized (known) {
            return Optional.ofNullable(known.get(name))
                    .filter(file -> file.uploaded().isAfter(oldest));
        }
    }
}
