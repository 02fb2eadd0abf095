// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Messages: what is accepted for sending, what came in, how far own ones have come, and the history. Entry type:
/// [dev.switchboard.gateway.messaging.Messages].
@NullMarked
package dev.switchboard.gateway.messaging;

import org.jspecify.annotations.NullMarked;
