// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Conversations of stanzas as text, which tests play on either side of a connection.
@NullMarked
package dev.switchboard.testkit.transcript;

import org.jspecify.annotations.NullMarked;
