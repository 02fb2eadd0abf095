// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;

/// The companion and a contact who know each other already.
final class Talk {

    final Stage stage;
    final Contact bob;
    Line line;
    private int sent;

    Talk(Stage stage) throws InterruptedException {
        this.stage = stage;
        this.bob = new Contact(stage);
        line = stage.login();
        stage.companion.send(OutgoingMessage.text("M0", Contact.PN, "first"));
        bob.introduce(line);
        Node message = line.nextMessage();
        bob.phone.decrypt(Contact.encFor(message, bob.phone.lid));
        stage.phone.decrypt(Contact.encFor(message, stage.phone.lid));
        bob.acknowledge(line, message);
        stage.event(MessageStatusChanged.class, event -> event.status() == MessageStatus.SENT);
    }

    /// What a message of ours was at the server and at the contact.
    record Sent(String id, Node stanza, Message message) {}

    Sent send(OutgoingContent content) throws InterruptedException {
        return send(content, OutgoingContext.NONE);
    }

    Sent send(OutgoingContent content, OutgoingContext context) throws InterruptedException {
        String id = "OUT" + ++sent;
        stage.companion.send(new OutgoingMessage(id, Contact.PN, content, context));
        Node stanza = line.nextMessage();
        Message message = bob.phone.decrypt(Contact.encFor(stanza, bob.phone.lid));
        bob.acknowledge(line, stanza);
        return new Sent(id, stanza, message);
    }

    /// The contact says something.
    void hear(String id, Message message) {
        line.say(bob.deliver(id, bob.phone.lid, bob.phone.encrypt(message)));
    }

    IncomingMessage heard(String id, Message message) throws InterruptedException {
        hear(id, message);
        return stage.event(
                        ClientEvent.MessageReceived.class,
                        event -> event.message().id().equals(id))
                .message();
    }

    /// The process starts anew on the same store.
    void restart() throws InterruptedException {
        stage.companion.stop().await(ScriptedServer.PATIENCE);
        line.awaitClosed();
        stage.newCompanion();
        line = stage.login();
    }
}
