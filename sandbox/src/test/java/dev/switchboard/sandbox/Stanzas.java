// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Arrays;
import java.util.List;

/// Stanzas that tests send.
final class Stanzas {

    private Stanzas() {}

    /// A ciphertext that only its own text tells from another.
    static Node enc(String text) {
        return enc("msg", text);
    }

    static Node enc(String type, String text) {
        return Node.builder("enc").attr("v", 2).attr("type", type).utf8(text).build();
    }

    /// A message with a copy for each of these devices.
    static NodeBuilder message(String id, Jid to, List<Jid> devices) {
        NodeBuilder participants = Node.builder("participants");
        for (Jid device : devices) {
            participants.child(Node.builder("to").attr("jid", device).child(enc(id + " for " + device)));
        }
        return Node.builder("message")
                .attr("id", id)
                .attr("to", to)
                .attr("type", "text")
                .child(participants);
    }

    static NodeBuilder message(String id, Jid to, Jid... devices) {
        return message(id, to, Arrays.asList(devices));
    }

    static Node receipt(String id, Jid to, String type) {
        NodeBuilder receipt = Node.builder("receipt").attr("id", id).attr("to", to);
        if (!type.isEmpty()) {
            receipt.attr("type", type);
        }
        return receipt.build();
    }

    /// The receipt that a client gives for a message it could read.
    static Node delivered(Node message) {
        return receipt(message.requireText("id"), message.requireJid("from"), "");
    }

    /// The acknowledgement of a stanza.
    static Node ack(Node stanza) {
        return Node.builder("ack")
                .attr("class", stanza.tag())
                .attr("id", stanza.requireText("id"))
                .attr("to", stanza.requireJid("from"))
                .build();
    }

    /// Sends a message and waits for its acknowledgement.
    static Node sendAndAwaitAck(TestCompanion sender, Node message) {
        sender.client().send(message);
        String id = message.requireText("id");
        return sender.client()
                .await(
                        "the ack of " + id,
                        node -> node.hasTag("ack") && node.hasText("class", message.tag()) && node.hasText("id", id));
    }

    /// Waits for a message.
    static Node awaitMessage(TestCompanion receiver, String id) {
        return receiver.client().await("message " + id, node -> node.hasTag("message") && node.hasText("id", id));
    }

    static Bytes payload(Node message) {
        return message.requireChild("enc").contentBytes();
    }
}
