// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The request that a write comes from. It is bound to the thread that serves the request, and goes along with each
/// write to the thread that does it.
public final class Origin {
    /// The request that this thread serves.
    public static final ScopedValue<Origin> CURRENT = ScopedValue.newInstance();

    private final String address;
    private volatile String route;
    private final AtomicBoolean noted = new AtomicBoolean();

    /// @param address where the request came from
    /// @param route method and path, without names of things in it
    public Origin(String address, String route) {
        this.address = address;
        this.route = route;
    }

    static Optional<Origin> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    public String address() {
        return address;
    }

    public String route() {
        return route;
    }

    /// Says which route it is, once that is known.
    public void routed(String known) {
        route = known;
    }

    /// Marks that the audit tells of this request.
    public void note() {
        noted.set(true);
    }

    /// Whether the audit tells of this request.
    public boolean noted() {
        return noted.get();
    }
}
