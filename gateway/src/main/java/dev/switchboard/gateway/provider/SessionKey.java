// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.gateway.tenant.TenantId;

/// Which session: its number inside, and its name outside.
public record SessionKey(long ref, TenantId tenant, String id) {}
