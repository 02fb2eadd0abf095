// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Backups that are made by themselves.
///
/// @param every how often; empty = never
/// @param folder where they are kept; empty = in the object storage
/// @param objects the object storage, where they are kept there
/// @param keep how many are kept
/// @param passphrase what they are sealed with
/// @param recipient or whose key they are sealed for
public record BackupSettings(
        Optional<Duration> every,
        Optional<Path> folder,
        Optional<ObjectStorage> objects,
        int keep,
        Optional<String> passphrase,
        Optional<String> recipient) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /// None.
    public static final BackupSettings NONE = new BackupSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), 7, Optional.empty(), Optional.empty());

    public BackupSettings {
        if (every.isPresent()) {
            if (every.get().compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("backup-every: " + every.get() + " (expected: at least 1m)");
            }
            if (keep < 1) {
                throw new IllegalArgumentException("backup-keep: " + keep + " (expected: at least 1)");
            }
            if (passphrase.isPresent() == recipient.isPresent()) {
                throw new IllegalArgumentException(
                        "backup-every is set (expected: backup-recipient or backup-passphrase, to seal with)");
            }
        }
    }

    @Override
    public String toString() {
        return "BackupSettings[every=" + every + "]";
    }
}
