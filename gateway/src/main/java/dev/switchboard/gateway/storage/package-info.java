// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The database: one writer that groups commits, a small pool of readers, and the migrations. Entry type:
/// [dev.switchboard.gateway.storage.Database]. It knows no feature; features bring their own SQL.
@NullMarked
package dev.switchboard.gateway.storage;

import org.jspecify.annotations.NullMarked;
