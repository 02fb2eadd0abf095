// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.jid.Jid;
import java.util.Optional;

/// A text that a phone is to have in a chat without its having been sent.
///
/// @param id its id, made up if left out
/// @param author who wrote it, in a group somebody else than the phone
/// @param fromMe whether the phone's own account wrote it
/// @param at when, in epoch milliseconds
/// @param text what it says
public record PastMessage(Optional<String> id, Jid author, boolean fromMe, long at, String text) {}
