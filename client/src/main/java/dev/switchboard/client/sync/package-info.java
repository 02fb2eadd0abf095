// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What the phone shares with a companion: history, app-state keys, and the app state this client reads.
@NullMarked
package dev.switchboard.client.sync;

import org.jspecify.annotations.NullMarked;
