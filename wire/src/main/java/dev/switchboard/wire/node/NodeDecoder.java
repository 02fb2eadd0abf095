// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.MalformedNode;

/// Reads the plaintext of a frame: a flag byte, then a node, compressed or not.
public final class NodeDecoder {

    private NodeDecoder() {}

    /// As [#decode(byte[], Limits)] with the limits for server output.
    public static Node decode(byte[] flagAndBody) {
        return decode(flagAndBody, Limits.DEFAULT);
    }

    /// The node in these bytes, all of which it must use up. The array is not kept.
    ///
    /// @throws MalformedNode if they are no node or exceed a limit
    public static Node decode(byte[] flagAndBody, Limits limits) {
        if (flagAndBody.length == 0) {
            throw new MalformedNode("size: 0 (expected: at least a flag byte)");
        }
        if ((flagAndBody[0] & Tags.FLAG_ZLIB) == 0) {
            return new NodeReader(flagAndBody, 1, flagAndBody.length, limits).document();
        }
        Inflation body = Inflation.of(flagAndBody, 1, limits.maxInflatedBytes());
        return new NodeReader(body.buffer(), 0, body.size(), limits).document();
    }
}
