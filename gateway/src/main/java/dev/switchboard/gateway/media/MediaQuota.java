// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.tenant.TenantId;

/// Says how much a tenant may keep.
@FunctionalInterface
public interface MediaQuota {
    /// In bytes; 0 = no limit.
    long limit(TenantId tenant);
}
