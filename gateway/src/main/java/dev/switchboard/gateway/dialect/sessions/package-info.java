// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The dialect that calls a session a session (`sessionId`): REST with a bearer, and live events by WebSocket on `/`.
/// Entry types: [dev.switchboard.gateway.dialect.sessions.SessionsResource] and
/// [dev.switchboard.gateway.dialect.sessions.SessionsSocket].
@NullMarked
package dev.switchboard.gateway.dialect.sessions;

import org.jspecify.annotations.NullMarked;
