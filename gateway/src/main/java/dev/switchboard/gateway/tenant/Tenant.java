// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tenant;

import java.time.Instant;

/// A tenant.
public record Tenant(TenantId id, String name, Instant createdAt) {}
