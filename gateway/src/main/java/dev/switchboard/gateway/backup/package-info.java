// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Backups: the whole installation or one session in a sealed, portable stream that either database can be made from
/// again, and the exchange of the master key. Entry types: [dev.switchboard.gateway.backup.Backups] for a running
/// gateway, [dev.switchboard.gateway.backup.Restore] and [dev.switchboard.gateway.backup.Rekey] for one at rest.
@NullMarked
package dev.switchboard.gateway.backup;

import org.jspecify.annotations.NullMarked;
