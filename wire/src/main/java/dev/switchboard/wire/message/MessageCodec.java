// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.proto.Message;
import java.io.IOException;
import java.util.random.RandomGenerator;

/// Between a [Message] and the plaintext that the Signal layer encrypts.
public final class MessageCodec {

    /// The most bytes of a message that are parsed. Files travel apart, so real messages are far smaller.
    public static final int MAX_BYTES = 1 << 20;

    // A reply that quotes a reply, forwarded, viewed once and sent to an own device stays below half of it.
    private static final int MAX_DEPTH = 48;

    private MessageCodec() {}

    /// The padded plaintext of a message.
    public static byte[] encode(Message message, RandomGenerator random) {
        return Padding.pad(message.toByteArray(), random);
    }

    /// The message in a padded plaintext.
    ///
    /// @throws MalformedMessage if padding or content is not sound, or too large or too deep
    public static Message decode(byte[] plaintext) {
        return parse(Padding.unpad(plaintext));
    }

    /// A message without padding, as channels send it.
    ///
    /// @throws MalformedMessage if the content is not sound, or too large or too deep
    public static Message parse(byte[] unpadded) {
        if (unpadded.length > MAX_BYTES) {
            throw new MalformedMessage("message bytes: " + unpadded.length + " (expected: at most " + MAX_BYTES + ")");
        }
        CodedInputStream input = CodedInputStream.newInstance(unpadded);
        input.setRecursionLimit(MAX_DEPTH);
        try {
            Message message = Message.parseFrom(input);
            input.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("message: no protobuf (expected: Message)", e);
        } catch (IOException e) {
            throw new MalformedMessage("message: unreadable (expected: Message)", e);
        }
    }
}
