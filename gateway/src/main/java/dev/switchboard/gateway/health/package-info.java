// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// How the gateway is: liveness for everyone, figures for callers. Entry type:
/// [dev.switchboard.gateway.health.HealthResource].
@NullMarked
package dev.switchboard.gateway.health;

import org.jspecify.annotations.NullMarked;
