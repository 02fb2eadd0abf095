// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.jid.Jid;

/// Writes nodes in the binary form of dictionary version 3.
public final class NodeEncoder {

    private NodeEncoder() {}

    /// The plaintext of a frame: a zero flag byte and the node, not compressed.
    ///
    /// @return a fresh array that the caller owns
    /// @throws IllegalArgumentException if a node has more than 65,535 children or 32,766 attributes
    public static byte[] encode(Node node) {
        NodeWriter writer = new NodeWriter();
        writer.u8(0);
        write(writer, node);
        return writer.toByteArray();
    }

    private static void write(NodeWriter writer, Node node) {
        Attributes attributes = node.attributes();
        Content content = node.content();
        int contentItems = content instanceof Content.None ? 0 : 1;
        writer.listStart(1 + 2 * attributes.size() + contentItems);
        writer.text(node.tag());
        for (int i = 0; i < attributes.size(); i++) {
            writer.text(attributes.nameAt(i));
            switch (attributes.valueAt(i)) {
                case Value.Text(String text) -> writer.text(text);
                case Value.JidValue(Jid jid) -> write(writer, jid);
            }
        }
        switch (content) {
            case Content.None _ -> {}
            case Content.Binary(var bytes) -> writer.binary(bytes);
            case Content.Text(String text) -> writer.text(text);
            case Content.Children(var nodes) -> {
                writer.listStart(nodes.size());
                for (Node child : nodes) {
                    write(writer, child);
                }
            }
        }
    }

    private static void write(NodeWriter writer, Jid jid) {
        if (jid.isServer()) {
            writer.u8(Tags.JID_PAIR);
            writer.u8(Tags.LIST_EMPTY);
            writer.text(jid.server().domain());
            return;
        }
        switch (jid.server()) {
            case PN, LID -> {
                if (jid.device() == 0) {
                    writePair(writer, jid);
                } else {
                    writeDevice(writer, jid);
                }
            }
            case HOSTED, HOSTED_LID -> writeDevice(writer, jid);
            case MSGR -> {
                writer.u8(Tags.FB_JID);
                writer.text(jid.user());
                writer.u16(jid.device());
                writer.text(jid.server().domain());
            }
            case INTEROP -> {
                writer.u8(Tags.INTEROP_JID);
                writer.text(jid.user());
                writer.u16(jid.device());
                writer.u16(jid.integrator());
                writer.text(jid.server().domain());
            }
            case GROUP, BROADCAST, NEWSLETTER, BOT, CALL, LEGACY -> writePair(writer, jid);
        }
    }

    private static void writePair(NodeWriter writer, Jid jid) {
        writer.u8(Tags.JID_PAIR);
        writer.text(jid.user());
        writer.text(jid.server().domain());
    }

    private static void writeDevice(NodeWriter writer, Jid jid) {
        writer.u8(Tags.AD_JID);
        writer.u8(JidDomain.of(jid.server()));
        writer.u8(jid.device());
        writer.text(jid.user());
    }
}
