// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// What the network keeps: records by key, made durable in groups.
///
/// [StateStore][dev.switchboard.sandbox.store.StateStore] is all that the rest knows. The state itself lives in
/// memory; the store is written through and read back only at start. Used on one thread.
@NullMarked
package dev.switchboard.sandbox.store;

import org.jspecify.annotations.NullMarked;
