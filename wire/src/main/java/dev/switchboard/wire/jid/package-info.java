// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Addresses: [Jid][dev.switchboard.wire.jid.Jid] in its text forms and the values derived from it. The binary
/// forms belong to the node codec.
@NullMarked
package dev.switchboard.wire.jid;

import org.jspecify.annotations.NullMarked;
