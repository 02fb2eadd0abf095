// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What is handed to a companion to send or to ask, and how it ends.
@NullMarked
package dev.switchboard.client.message;

import org.jspecify.annotations.NullMarked;
