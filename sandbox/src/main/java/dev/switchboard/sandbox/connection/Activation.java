// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Backlog;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.directory.EncryptHandler;
import dev.switchboard.sandbox.directory.KeyDirectory;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.presence.ChatStates;
import dev.switchboard.sandbox.presence.Presences;
import dev.switchboard.wire.stanza.InfoBroadcast;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Namespace `passive`: when a client wants its stanzas. First come those that were stored, then the mark that this
/// was all, then the live ones.
public final class Activation implements IqHandler {

    private final Connections connections;
    private final Post post;
    private final KeyDirectory keys;
    private final EncryptHandler keyNotices;
    private final Presences presences;
    private final ChatStates chatStates;
    private final Registry registry;
    private final OfflineFaults faults;
    private final BiConsumer<Device, Integer> readyListener;

    /// Activation of all clients.
    ///
    /// @param readyListener hears when a companion can be written to, and the how manieth time
    public Activation(
            Connections connections,
            Post post,
            KeyDirectory keys,
            EncryptHandler keyNotices,
            Presences presences,
            ChatStates chatStates,
            Registry registry,
            OfflineFaults faults,
            BiConsumer<Device, Integer> readyListener) {
        this.connections = connections;
        this.post = post;
        this.keys = keys;
        this.keyNotices = keyNotices;
        this.presences = presences;
        this.chatStates = chatStates;
        this.registry = registry;
        this.faults = faults;
        this.readyListener = readyListener;
    }

    @Override
    public Answer answer(IqRequest request) {
        Optional<Connection> connection = connections.of(request.device());
        if (request.child("active").isPresent()) {
            return Answer.emptyThen(() -> connection.ifPresent(this::activate));
        }
        if (request.child("passive").isPresent()) {
            return Answer.emptyThen(() -> connection.ifPresent(this::deactivate));
        }
        return Answer.badRequest();
    }

    void activate(Connection connection) {
        if (connection.isActive()) {
            return;
        }
        connection.setActive(true);
        Device device = connection.device();
        keyNotices.warnIfMarked(device);
        faults.flood(device);
        Backlog backlog = faults.preview(device, post.backlog(device));
        if (backlog.total() > 0) {
            connection.send(new InfoBroadcast.OfflinePreview(
                            backlog.total(),
                            backlog.messages(),
                            backlog.notifications(),
                            backlog.receipts(),
                            backlog.appData(),
                            backlog.calls())
                    .toServerNode());
        }
        post.open(device, connection, count -> drained(connection, count));
        post.resume(device);
    }

    private void deactivate(Connection connection) {
        if (connection.isActive()) {
            connection.setActive(false);
            post.close(connection.device());
        }
    }

    private void drained(Connection connection, int count) {
        Device device = connection.device();
        if (faults.marksTheEnd(device)) {
            connection.send(new InfoBroadcast.OfflineDone(count).toServerNode());
        }
        presences.live(device);
        chatStates.live(device);
        tellIfReady(device);
    }

    /// Tells the phone of a companion that can be written to by now, once in a connection's life.
    public void tellIfReady(Device device) {
        Optional<Connection> connection = connections.of(device);
        if (connection.isPresent()
                && !connection.get().isReady()
                && post.line(device).isPresent()
                && keys.has(device)) {
            connection.get().setReady();
            device.countLogin();
            registry.save(device);
            readyListener.accept(device, device.logins());
        }
    }
}
