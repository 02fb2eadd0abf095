// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

/// The settings are not acceptable, so the gateway does not start. The message says which and what is accepted.
public final class ConfigurationRefused extends GatewayException {
    private static final long serialVersionUID = 1L;

    public ConfigurationRefused(String message) {
        super("configuration_refused", Recovery.OPERATOR, message, null);
    }
}
