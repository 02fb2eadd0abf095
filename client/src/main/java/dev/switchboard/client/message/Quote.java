// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.Bytes;

/// What a reply shows above itself.
///
/// @param target the message replied to
/// @param content the quoted message's own protobuf (`Message`), as it was received or sent; empty if it is not known
public record Quote(MessageRef target, Bytes content) {}
