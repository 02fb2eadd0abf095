// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Typed views of top-level stanzas and of the nodes inside them, for both ends of a connection: records that are read
/// from a [dev.switchboard.wire.node.Node] by a static `of` and written by `toNode`.
///
/// Only syntax lives here. What a client or a server does with a stanza, and what it answers, is theirs to know.
/// Entry types are [dev.switchboard.wire.stanza.Iq], [dev.switchboard.wire.stanza.IncomingMessage],
/// [dev.switchboard.wire.stanza.Receipt] and [dev.switchboard.wire.stanza.Notification].
@NullMarked
package dev.switchboard.wire.stanza;

import org.jspecify.annotations.NullMarked;
