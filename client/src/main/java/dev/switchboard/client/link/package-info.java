// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The life of a link to the network as one explicit, pure state machine, with the causes that end a connection and the
/// reconnect policy.
@NullMarked
package dev.switchboard.client.link;

import org.jspecify.annotations.NullMarked;
