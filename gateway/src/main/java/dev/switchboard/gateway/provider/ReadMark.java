// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.jid.Jid;

/// A message of somebody else that was read.
///
/// @param chat where it is
/// @param id its id
/// @param author who wrote it
public record ReadMark(Jid chat, String id, Jid author) {}
