// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Where a companion keeps its keys and its unfinished business: point look-ups and one atomic write.
@NullMarked
package dev.switchboard.client.store;

import org.jspecify.annotations.NullMarked;
