// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.watch;

import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.Optional;

/// A stanza that passed.
///
/// @param at when
/// @param account the number of the account, empty before a client has one
/// @param device the device id, -1 before a client has one
/// @param direction which way
/// @param stanza the stanza
/// @param rule the protocol rule that the client broke with it, if any
public record LoggedStanza(
        Instant at, String account, int device, Direction direction, Node stanza, Optional<String> rule) {}
