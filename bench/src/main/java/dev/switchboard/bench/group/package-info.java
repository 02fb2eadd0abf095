// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Messages to large groups: the first, for which every device is given the sender key, and those after it.
@NullMarked
package dev.switchboard.bench.group;

import org.jspecify.annotations.NullMarked;
