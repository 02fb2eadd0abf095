// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

/// The gateway is shutting down and takes no more work.
public final class GatewayStopping extends GatewayException {
    private static final long serialVersionUID = 1L;

    public GatewayStopping() {
        super("gateway_stopping", Recovery.RETRY, "the gateway is stopping", null);
    }
}
