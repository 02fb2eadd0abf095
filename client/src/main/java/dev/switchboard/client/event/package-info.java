// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What a companion tells its owner: sealed, immutable events, each written in the same commit as the state it goes
/// with.
@NullMarked
package dev.switchboard.client.event;

import org.jspecify.annotations.NullMarked;
