// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.time.Instant;

/// The oldest message known of a chat, before which more is wanted.
public record HistoryPlace(MessageRef oldest, Instant at) {}
