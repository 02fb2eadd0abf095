// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

/// A session and its queue.
public record SessionCard(Json session, Json queue) {
    public String id() {
        return session.text("id");
    }
}
