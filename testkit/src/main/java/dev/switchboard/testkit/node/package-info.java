// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The npm project that holds stock Baileys, for tests and benchmarks that run it beside ours.
@NullMarked
package dev.switchboard.testkit.node;

import org.jspecify.annotations.NullMarked;
