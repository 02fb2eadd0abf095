// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

/// What one decoded node may cost, so that a peer cannot make a few bytes into much memory.
///
/// @param maxDepth how deep nodes may nest, the outermost being 1
/// @param maxItems how many nodes and attributes a tree may have in all
/// @param maxChildren how many children one node may have
/// @param maxAttributes how many attributes one node may have
/// @param maxTextBytes how long a tag, name, attribute value or text content may be
/// @param maxInflatedBytes how large a compressed body may become
public record Limits(
        int maxDepth, int maxItems, int maxChildren, int maxAttributes, int maxTextBytes, int maxInflatedBytes) {

    /// For what the WhatsApp server sends: room for the list of all groups with all members.
    public static final Limits DEFAULT = new Limits(32, 2_000_000, 65_535, 1_024, 1 << 20, 32 << 20);

    /// For what a client sends to a server: room for a pre-key upload and a message to a large group.
    public static final Limits CLIENT_INPUT = new Limits(16, 200_000, 65_535, 256, 1 << 16, 8 << 20);

    /// Refuses limits that no node could keep.
    public Limits {
        if (maxDepth < 1 || maxItems < 1 || maxChildren < 0 || maxAttributes < 0) {
            throw new IllegalArgumentException("depth and items: below 1 (expected: at least 1)");
        }
        if (maxTextBytes < 1 || maxInflatedBytes < 1) {
            throw new IllegalArgumentException("text and inflated bytes: below 1 (expected: at least 1)");
        }
    }
}
