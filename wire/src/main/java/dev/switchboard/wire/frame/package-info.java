// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The outermost layer of the byte stream: the intro a client sends once, and length-prefixed frames in both
/// directions. It does not know what a frame holds.
@NullMarked
package dev.switchboard.wire.frame;

import org.jspecify.annotations.NullMarked;
