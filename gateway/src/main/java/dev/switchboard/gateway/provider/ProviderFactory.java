// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

/// Makes the provider when the gateway starts.
@FunctionalInterface
public interface ProviderFactory {
    Provider create(ProviderContext context);
}
