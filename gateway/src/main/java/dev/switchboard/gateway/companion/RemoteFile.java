// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.message.MessageRef;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/// What is needed to fetch a message's file: the message it belongs to, and its content, which has the key. The gateway
/// keeps it sealed.
record RemoteFile(MessageRef message, Bytes content) {
    private static final int VERSION = 1;

    /// As the gateway keeps it.
    Bytes bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.size() + 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(message.chat().toString());
            out.writeUTF(message.id());
            out.writeBoolean(message.fromMe());
            out.writeUTF(message.author().map(Jid::toString).orElse(""));
            out.writeInt(content.size());
            out.write(content.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot be written", e);
        }
        return Bytes.of(bytes.toByteArray());
    }

    static RemoteFile of(Bytes bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("a file's place has form " + version + " (expected: " + VERSION + ")");
            }
            Jid chat = Jid.parse(in.readUTF());
            String id = in.readUTF();
            boolean fromMe = in.readBoolean();
            Optional<Jid> author =
                    Optional.of(in.readUTF()).filter(text -> !text.isEmpty()).map(Jid::parse);
            byte[] content = in.readNBytes(in.readInt());
            return new RemoteFile(new MessageRef(chat, id, fromMe, author), Bytes.of(content));
        }
    }

    /// Where the file lies.
    Optional<MediaReference> reference() throws IOException {
        return MediaReference.of(Message.parseFrom(content.toByteArray()));
    }

    @Override
    public String toString() {
        return "RemoteFile[" + message.id() + "]";
    }
}
