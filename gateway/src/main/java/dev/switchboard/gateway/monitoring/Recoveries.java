// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.provider.LinkState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tells a link that came back from one that is new. Remembers only sessions that are on their way.
final class Recoveries {
    private enum Way {
        BACK,
        NEW
    }

    private final Map<String, Way> underWay = new ConcurrentHashMap<>();

    /// Takes in a state that was entered.
    ///
    /// @return whether a link that existed before is up again
    boolean entered(String session, LinkState state) {
        return switch (state) {
            case CONNECTING, RECONNECTING -> {
                underWay.putIfAbsent(session, Way.BACK);
                yield false;
            }
            case AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY, PAIRING -> {
                underWay.put(session, Way.NEW);
                yield false;
            }
            case CONNECTED -> underWay.remove(session) == Way.BACK;
            case CREATED, DISCONNECTED, LOGGED_OUT, RESTRICTED, FAILED -> {
                underWay.remove(session);
                yield false;
            }
        };
    }
}
