// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Events as they happen, over WebSocket, Server-Sent Events, or page by page: readers of the event log with a cursor
/// each. Entry type: [dev.switchboard.gateway.stream.EventResource].
@NullMarked
package dev.switchboard.gateway.stream;

import org.jspecify.annotations.NullMarked;
