// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Our client against the sandbox and against stock Baileys. [dev.switchboard.interop.companion.OurDevice] is a
/// companion with the store that outlives it.
@NullMarked
package dev.switchboard.interop.companion;

import org.jspecify.annotations.NullMarked;
