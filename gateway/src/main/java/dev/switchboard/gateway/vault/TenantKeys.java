// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

/// Where the tenants' wrapped keys are kept.
@FunctionalInterface
public interface TenantKeys {
    /// The tenant's key as [Vault#newTenantKey] made it.
    byte[] wrappedKey(String tenant);
}
