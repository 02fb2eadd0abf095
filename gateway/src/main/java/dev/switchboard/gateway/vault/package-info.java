// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Secrets at rest: the master key, the tenants' keys wrapped by it, and sealed columns. Entry type:
/// [dev.switchboard.gateway.vault.Vault]. It knows neither tables nor features, only the name of the cell it seals.
@NullMarked
package dev.switchboard.gateway.vault;

import org.jspecify.annotations.NullMarked;
