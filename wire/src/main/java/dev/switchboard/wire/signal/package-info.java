// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The Signal protocol: pairwise sessions and sender keys as values in, values out.
@NullMarked
package dev.switchboard.wire.signal;

import org.jspecify.annotations.NullMarked;
