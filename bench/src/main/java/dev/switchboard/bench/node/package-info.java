// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The peers written in JavaScript, each in a process of its own that answers a command a line.
@NullMarked
package dev.switchboard.bench.node;

import org.jspecify.annotations.NullMarked;
