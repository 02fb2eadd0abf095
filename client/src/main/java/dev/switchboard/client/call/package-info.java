// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Tells of calls and rejects them.
@NullMarked
package dev.switchboard.client.call;

import org.jspecify.annotations.NullMarked;
