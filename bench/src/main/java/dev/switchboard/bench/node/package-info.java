// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The peers written in JavaScript: finds the npm project that holds stock Baileys, installs its locked modules, and
/// starts its scripts. Entry type: [NodeProject].
@NullMarked
package dev.switchboard.bench.node;

import org.jspecify.annotations.NullMarked;
