// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What tests of every module share: a clock that stands still, randomness that repeats, vectors of
/// other implementations, and torture for decoders. It depends on nothing of ours.
@NullMarked
package dev.switchboard.testkit;

import org.jspecify.annotations.NullMarked;
