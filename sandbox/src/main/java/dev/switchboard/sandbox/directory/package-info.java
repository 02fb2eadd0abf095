// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The key directory: which devices there are, their pre-keys, and who is told when that changes.
///
/// [KeyDirectory][dev.switchboard.sandbox.directory.KeyDirectory] holds the pre-keys,
/// [DeviceLists][dev.switchboard.sandbox.directory.DeviceLists] shows and announces the devices,
/// [UsyncHandler][dev.switchboard.sandbox.directory.UsyncHandler] answers questions about users. Confined to the
/// network thread.
@NullMarked
package dev.switchboard.sandbox.directory;

import org.jspecify.annotations.NullMarked;
