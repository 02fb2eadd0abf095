// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What is accepted and not yet sent: the durable queue, the governor that paces it, and one worker for each session
/// that has something waiting. Entry type: [dev.switchboard.gateway.outbox.Outbox].
@NullMarked
package dev.switchboard.gateway.outbox;

import org.jspecify.annotations.NullMarked;
