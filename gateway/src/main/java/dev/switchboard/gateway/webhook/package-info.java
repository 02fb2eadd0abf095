// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Events as signed requests to the tenants' own servers: durable, retried, in order for each chat.
@NullMarked
package dev.switchboard.gateway.webhook;

import org.jspecify.annotations.NullMarked;
