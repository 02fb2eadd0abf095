// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.access.Caller;

/// Told of backups that were made.
@FunctionalInterface
public interface BackupNotes {
    void made(Caller caller, Summary summary);
}
