// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Kills the gateway again and again while messages go both ways, and counts what was lost or doubled.
@NullMarked
package dev.switchboard.bench.crash;

import org.jspecify.annotations.NullMarked;
