// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The content of end-to-end encrypted messages: padding, ids, building and reading of all kinds, and the keys that
/// hide votes and other add-ons.
///
/// Entry types are [dev.switchboard.wire.message.MessageCodec] for the bytes,
/// [dev.switchboard.wire.message.MessageContent] to build, [dev.switchboard.wire.message.Unwrapped] and
/// [dev.switchboard.wire.message.MessageKind] to read. Ciphers of the Signal layer are not known here.
@NullMarked
package dev.switchboard.wire.message;

import org.jspecify.annotations.NullMarked;
