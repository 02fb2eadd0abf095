// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// Counters of the network.
///
/// @param connections sockets open now, after the handshake
/// @param stanzasIn stanzas taken from clients and phones
/// @param stanzasOut stanzas handed to clients and phones
/// @param messages messages accepted
/// @param queued stanzas waiting to be acknowledged by a device
public record NetworkStats(int connections, long stanzasIn, long stanzasOut, long messages, long queued) {}
