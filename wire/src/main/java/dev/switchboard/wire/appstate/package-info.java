// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// App state: the account's settings and chat marks, kept the same on all its devices by encrypted patches.
///
/// Entry types are [dev.switchboard.wire.appstate.PatchDecoder] and [dev.switchboard.wire.appstate.PatchEncoder] for
/// patches and [dev.switchboard.wire.appstate.SyncAction] for what they say. The map from index MAC to value MAC of
/// each collection belongs to the caller; it comes in as a look-up and goes out as changes.
@NullMarked
package dev.switchboard.wire.appstate;

import org.jspecify.annotations.NullMarked;
