// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.time.Instant;

/// How often an automation begins for one contact.
final class Limits {
    private Limits() {}

    static boolean reached(Definition definition, RunStore.Past past, Instant now) {
        Definition.Limits limits = definition.limits();
        if (limits == null || past.count() == 0) {
            return false;
        }
        Integer most = limits.perContact();
        String every = limits.every();
        return (most != null && past.count() >= most)
                || (every != null
                        && Spans.of(every)
                                .filter(span -> Instant.ofEpochMilli(past.newest())
                                        .plus(span)
                                        .isAfter(now))
                                .isPresent());
    }
}
