// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who may call, and how often, where it is the operator who says so.
///
/// @param serviceToken a bearer that acts for the first tenant with everything an owner may do
/// @param requests how many requests a credential may make in a window; 0 = no limit
/// @param window how long a window is
/// @param streams how many streams of events a credential may have open; 0 = no limit
/// @param maxSessions how many sessions a tenant may have unless set otherwise; 0 = no limit
/// @param cacheLife how long what is known of a credential is used without another look
/// @param issuers whose tokens are accepted besides our own
public record AccessSettings(
        Optional<String> serviceToken,
        int requests,
        Duration window,
        int streams,
        int maxSessions,
        Duration cacheLife,
        List<Issuer> issuers) {

    /// Requests a minute where the operator says nothing; not in the demo, nor where a gateway is started by a program.
    public static final int STANDARD_REQUESTS = 600;

    /// Open streams of a credential, likewise.
    public static final int STANDARD_STREAMS = 200;

    /// No limits.
    public static final AccessSettings STANDARD =
            new AccessSettings(Optional.empty(), 0, Duration.ofMinutes(1), 0, 0, Duration.ofHours(1), List.of());

    public AccessSettings {
        issuers = List.copyOf(issuers);
        if (requests < 0 || streams < 0 || maxSessions < 0 || !window.isPositive() || !cacheLife.isPositive()) {
            throw new IllegalArgumentException("access settings: " + requests + " in " + window + ", streams " + streams
                    + ", sessions " + maxSessions + ", caches " + cacheLife + " (expected: nothing negative)");
        }
    }

    public AccessSettings withServiceToken(String token) {
        return new AccessSettings(Optional.of(token), requests, window, streams, maxSessions, cacheLife, issuers);
    }

    public AccessSettings withIssuers(List<Issuer> others) {
        return new AccessSettings(serviceToken, requests, window, streams, maxSessions, cacheLife, others);
    }

    /// Somebody who issues tokens.
    ///
    /// @param name the value of `iss`
    /// @param keys the address of its keys (JWKS)
    /// @param audience what `aud` has to name
    public record Issuer(String name, String keys, String audience) {}

    @Override
    public String toString() {
        return "AccessSettings[]";
    }
}
