// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Faults that an operator sets to see how a client behaves when the network misbehaves.
///
/// [Faults][dev.switchboard.sandbox.fault.Faults] holds the definitions and answers, at each point where the server
/// could go wrong, whether it shall. The package knows nothing of sockets or stanzas: who asks decides what a strike
/// means.
@NullMarked
package dev.switchboard.sandbox.fault;

import org.jspecify.annotations.NullMarked;
