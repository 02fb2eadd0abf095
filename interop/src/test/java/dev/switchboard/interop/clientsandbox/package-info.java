// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Our companions among themselves in the sandbox, and on the way to it.
@NullMarked
package dev.switchboard.interop.clientsandbox;

import org.jspecify.annotations.NullMarked;
