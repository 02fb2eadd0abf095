// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Newsletters, which people know as channels, in the owner's words.
@NullMarked
package dev.switchboard.client.newsletter;

import org.jspecify.annotations.NullMarked;
