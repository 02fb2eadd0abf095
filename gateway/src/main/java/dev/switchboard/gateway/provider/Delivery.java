// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.util.Locale;

/// How far an own message has come. The order is the order in which it may move; an acknowledgement that comes after
/// all
/// overrules a failure.
public enum Delivery {
    QUEUED,
    FAILED,
    SENT,
    DELIVERED,
    READ,
    PLAYED;

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
