// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the addresses of a name.
@FunctionalInterface
public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;

    /// As the machine resolves names.
    static Resolver system() {
        return InetAddress::getAllByName;
    }
}
