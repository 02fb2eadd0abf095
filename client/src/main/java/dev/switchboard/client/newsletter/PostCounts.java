// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import java.util.Map;
import java.util.OptionalLong;

/// What people made of a post so far.
///
/// @param serverId the post's number
/// @param reactions how often each emoji was given
public record PostCounts(long serverId, Map<String, Long> reactions, OptionalLong views) {
    public PostCounts {
        reactions = Map.copyOf(reactions);
    }
}
