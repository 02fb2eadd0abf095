// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.receive.BodyReader;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageKind;

/// Reads contents that were kept as bytes: of stored messages, edits and posts of newsletters.
public final class Contents {

    private Contents() {}

    /// The typed form of a protobuf `Message`; unsupported if it is none.
    public static IncomingContent read(Bytes message) {
        try {
            return BodyReader.read(MessageCodec.parse(message.toByteArray()));
        } catch (WireException _) {
            return new IncomingContent.Unsupported(MessageKind.UNSUPPORTED);
        }
    }
}
