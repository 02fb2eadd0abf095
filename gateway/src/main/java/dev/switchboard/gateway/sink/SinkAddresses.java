// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// Says whether a broker may be reached: the same rules as for every other address that a caller names.
record SinkAddresses(AddressRules rules, Resolver resolver) {
    /// Any address, for what the operator names.
    static SinkAddresses any() {
        return new SinkAddresses(AddressRules.any(), Resolver.system());
    }

    /// Why a host may not be connected to; empty if it may.
    Optional<SinkOutcome.Failed> refusal(String host) {
        try {
            for (InetAddress address : resolver.resolve(host)) {
                if (!rules.admits(address)) {
                    return Optional.of(new SinkOutcome.Failed(
                            SinkOutcome.Reason.FORBIDDEN_ADDRESS, "the address is not a public one"));
                }
            }
            return Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.of(new SinkOutcome.Failed(SinkOutcome.Reason.UNREACHABLE, "the name has no address"));
        }
    }
}
