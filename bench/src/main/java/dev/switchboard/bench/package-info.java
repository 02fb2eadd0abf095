// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Measurements against npm Baileys in the same run: plain timing loops, medians, no assertions on time.
@NullMarked
package dev.switchboard.bench;

import org.jspecify.annotations.NullMarked;
