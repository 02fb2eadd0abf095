// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.node.Node;

/// A queued stanza on its way to a phone.
///
/// @param entry its number in the queue of this phone, to be named in [PhoneTurn#done]
/// @param stanza as a client on a socket would see it
/// @param again whether it was delivered before and may have been worked on
public record Delivery(long entry, Node stanza, boolean again) {}
