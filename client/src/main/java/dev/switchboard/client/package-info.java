// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// One companion device of a WhatsApp account as a library: [Companion] is the entry. Knows no HTTP server and no SQL.
@NullMarked
package dev.switchboard.client;

import org.jspecify.annotations.NullMarked;
