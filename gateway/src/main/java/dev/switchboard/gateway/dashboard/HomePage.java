// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import org.springframework.http.ResponseEntity;

/// The overview at the front.
final class HomePage {
    ResponseEntity<byte[]> show(Pages.Turn turn) {
        return turn.show(
                "home/home",
                "sessions",
                turn.api().get("/api/v1/sessions?limit=100").orNothing());
    }
}
