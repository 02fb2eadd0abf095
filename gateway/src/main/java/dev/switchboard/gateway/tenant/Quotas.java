// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tenant;

import org.jspecify.annotations.Nullable;

/// How much a tenant may have; null = as much as the installation lets every tenant have.
///
/// @param sessions sessions at a time
/// @param messagesADay messages accepted in a day, which begins at the tenant's midnight
/// @param bytes files kept
public record Quotas(
        @Nullable Long sessions,
        @Nullable Long messagesADay,
        @Nullable Long bytes) {
    /// Nothing of its own.
    public static final Quotas NONE = new Quotas(null, null, null);
}
