// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Bridges to Chatwoot's API channel, in both directions, with files. Written from its public API documents and tested
/// against a fake made from them. Entry type: [dev.switchboard.gateway.bridge.Bridges].
@NullMarked
package dev.switchboard.gateway.bridge;

import org.jspecify.annotations.NullMarked;
