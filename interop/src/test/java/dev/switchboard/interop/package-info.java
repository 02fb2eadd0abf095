// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What every interoperability test shares: waiting and the world a test class plays in.
@NullMarked
package dev.switchboard.interop;

import org.jspecify.annotations.NullMarked;
