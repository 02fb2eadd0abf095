// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What the operator can set, typed and with defaults. Entry type: [dev.switchboard.gateway.settings.GatewayConfig];
/// [dev.switchboard.gateway.settings.Settings] reads it from the environment and from flags.
@NullMarked
package dev.switchboard.gateway.settings;

import org.jspecify.annotations.NullMarked;
