// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The one thread on which the network's state changes.
///
/// [NetworkThread][dev.switchboard.sandbox.network.NetworkThread] takes events in order, many at a time, makes what
/// they changed durable with one commit, and only then lets out what follows from them. All other packages' state is
/// confined to it, so they need no locks, and nobody sees an answer that a crash could take back.
@NullMarked
package dev.switchboard.sandbox.network;

import org.jspecify.annotations.NullMarked;
