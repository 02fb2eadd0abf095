// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Tenants: who owns sessions, users and keys. Entry type: [dev.switchboard.gateway.tenant.Tenants].
@NullMarked
package dev.switchboard.gateway.tenant;

import org.jspecify.annotations.NullMarked;
