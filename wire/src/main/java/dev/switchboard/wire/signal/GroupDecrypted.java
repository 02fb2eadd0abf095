// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;

/// The result of opening a group message.
///
/// @param senderKey the state to store before the message is acknowledged
/// @param plaintext the content, still padded
public record GroupDecrypted(SenderKeyRecord senderKey, Bytes plaintext) {}
