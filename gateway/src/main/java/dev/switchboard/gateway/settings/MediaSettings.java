// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;
import java.util.Optional;

/// How files are kept.
///
/// @param store where their bytes are kept; empty = the folder `media` of the data folder
/// @param maxBytes the largest file
/// @param tenantBytes how much one tenant may keep; 0 = no limit
/// @param retention how long a file is kept after it was last added
/// @param fetch when files of incoming messages are fetched
/// @param ffmpeg the program that converts voice and video; asked for when needed
public record MediaSettings(
        Optional<ObjectStorage> store,
        long maxBytes,
        long tenantBytes,
        Duration retention,
        Fetch fetch,
        String ffmpeg) {
    /// A hundred megabytes, thirty days, on disk, fetched when asked for.
    public static final MediaSettings STANDARD =
            new MediaSettings(Optional.empty(), 100L << 20, 0, Duration.ofDays(30), Fetch.NEED, "ffmpeg");

    public MediaSettings {
        if (maxBytes < 1024) {
            throw new IllegalArgumentException("media-max-bytes: " + maxBytes + " (expected: at least 1024)");
        }
    }

    /// When files of incoming messages are fetched.
    public enum Fetch {
        /// When somebody asks for one.
        NEED,
        /// As soon as the message is there.
        ARRIVAL
    }

    /// The same with another limit for one file.
    public MediaSettings withMaxBytes(long limit) {
        return new MediaSettings(store, limit, tenantBytes, retention, fetch, ffmpeg);
    }

    /// The same with a limit for each tenant.
    public MediaSettings withTenantBytes(long limit) {
        return new MediaSettings(store, maxBytes, limit, retention, fetch, ffmpeg);
    }

    /// The same with another place for the bytes.
    public MediaSettings withStore(ObjectStorage storage) {
        return new MediaSettings(Optional.of(storage), maxBytes, tenantBytes, retention, fetch, ffmpeg);
    }

    /// The same, fetching at another time.
    public MediaSettings withFetch(Fetch when) {
        return new MediaSettings(store, maxBytes, tenantBytes, retention, when, ffmpeg);
    }
}
