// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.tenant.TenantId;

/// Who makes a request.
///
/// @param tenant whose sessions the caller sees
/// @param actor the caller's name in the audit: a key's id, or `demo`
/// @param role what the caller may do
public record Caller(TenantId tenant, String actor, Role role) {}
