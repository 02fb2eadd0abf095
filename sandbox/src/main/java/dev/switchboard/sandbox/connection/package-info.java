// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Clients that are connected: from the end of the handshake to the end of the stream.
///
/// [Gate][dev.switchboard.sandbox.connection.Gate] is where the listener's threads hand over; everything else is
/// confined to the network thread. What a client may do before it is linked belongs to `linking`.
@NullMarked
package dev.switchboard.sandbox.connection;

import org.jspecify.annotations.NullMarked;
