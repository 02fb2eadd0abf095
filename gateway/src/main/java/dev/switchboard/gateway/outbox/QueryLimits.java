// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

/// How often a session may ask the network something.
///
/// @param perMinute questions in any 60 seconds; 0 = no limit
/// @param perHour questions in any hour; 0 = no limit
record QueryLimits(int perMinute, int perHour) {
    static final QueryLimits NONE = new QueryLimits(0, 0);
}
