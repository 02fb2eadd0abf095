// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.presence.Presences;
import dev.switchboard.sandbox.routing.FirstContacts;
import dev.switchboard.sandbox.routing.StanzaRouter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.stanza.InfoBroadcast;
import dev.switchboard.wire.stanza.LoginFailure;
import dev.switchboard.wire.stanza.StreamError;
import dev.switchboard.wire.stanza.Success;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The life of a stream: login, stanzas, end. Confined to the network thread.
public final class Streams {

    private static final int UNAUTHORIZED = 401;
    private static final int BANNED_FOR_A_TIME = 402;
    private static final int LOCKED = 403;
    private static final int BANNED = 406;
    private static final int BAN_CODE = 101;
    private static final int BAN_SECONDS = 3600;
    private static final Bytes ROUTING_INFO = Bytes.fromHex("0803080518021a00");

    private final Registry registry;
    private final Connections connections;
    private final Unlinked unlinked;
    private final StanzaRouter router;
    private final Post post;
    private final Presences presences;
    private final Activation activation;
    private final FirstContacts contacts;
    private final Consumer<Device> unlink;
    private final Faults faults;
    private final InstantSource clock;

    /// What clients can do that are not linked yet.
    public interface Unlinked {
        /// A client wants to be linked.
        void opened(Connection connection, PublicKey clientKey, ClientPayload payload);

        /// It has sent a stanza.
        void received(Connection connection, Node stanza);

        /// It is gone.
        void closed(Connection connection);
    }

    /// Streams of all clients.
    public Streams(
            Registry registry,
            Connections connections,
            Unlinked unlinked,
            StanzaRouter router,
            Post post,
            Presences presences,
            Activation activation,
            FirstContacts contacts,
            Consumer<Device> unlink,
            Faults faults,
            InstantSource clock) {
        this.registry = registry;
        this.connections = connections;
        this.unlinked = unlinked;
        this.router = router;
        this.post = post;
        this.presences = presences;
        this.activation = activation;
        this.contacts = contacts;
        this.unlink = unlink;
        this.faults = faults;
        this.clock = clock;
    }

    void opened(Connection connection, PublicKey clientKey, ClientPayload payload) {
        if (payload.hasDevicePairingData()) {
            unlinked.opened(connection, clientKey, payload);
            return;
        }
        String phone = Long.toUnsignedString(payload.getUsername());
        FaultTarget place = FaultTarget.device(phone, payload.getDevice());
        if (faults.strike(FaultKind.LOGIN_STALL, place).isPresent()) {
            connection.stall();
            return;
        }
        Optional<FaultDefinition> refusal = faults.strike(FaultKind.LOGIN_FAILURE, place);
        Optional<Device> device = registry.byPhone(phone)
                .flatMap(account -> account.companion(payload.getDevice()))
                .filter(found -> found.noise().constantTimeEquals(clientKey.raw()));
        if (refusal.isPresent()) {
            connection.end(failure(refusal.get()));
            int reason = refusal.get().number("code").orElse(UNAUTHORIZED);
            if (reason == LOCKED || reason == BANNED) {
                device.ifPresent(unlink);
            }
        } else if (device.isEmpty()) {
            connection.end(LoginFailure.of(UNAUTHORIZED).toNode());
        } else if (contacts.banned(device.get().account()).isPresent()) {
            connection.end(contacts.failure(device.get().account()));
        } else {
            login(connection, device.get(), payload.getPassive());
        }
    }

    private static Node failure(FaultDefinition fault) {
        int reason = fault.number("code").orElse(UNAUTHORIZED);
        boolean timed = reason == BANNED_FOR_A_TIME;
        OptionalInt code = timed ? OptionalInt.of(BAN_CODE) : OptionalInt.empty();
        OptionalLong expire =
                timed ? OptionalLong.of(fault.number("expire").orElse(BAN_SECONDS)) : OptionalLong.empty();
        return new LoginFailure(reason, code, expire, Optional.empty(), Optional.empty()).toNode();
    }

    private void login(Connection connection, Device device, boolean passive) {
        connections.of(device).ifPresent(old -> {
            old.end(new StreamError.Replaced().toNode());
            leave(old);
        });
        connection.loggedIn(device);
        faults.strike(FaultKind.CLOCK_SKEW, FaultTarget.device(device.account().phone(), device.id()))
                .ifPresent(fault -> connection.skew(fault.number("seconds").orElse(0)));
        connections.bind(device, connection);
        Account account = device.account();
        connection.send(new Success(
                        Optional.of(clock.instant()),
                        Optional.of(device.lid()),
                        Optional.of(account.created()),
                        Optional.of(account.pushName()))
                .toNode());
        connection.send(new InfoBroadcast.EdgeRouting(ROUTING_INFO).toServerNode());
        if (!passive) {
            activation.activate(connection);
        }
    }

    void received(Connection connection, Node stanza) {
        if (connection.isOver()) {
            return;
        }
        Optional<Device> device = connection.loggedInDevice();
        if (device.isPresent() && breaks(connection, device.get())) {
            return;
        }
        connection.noteReceived(stanza);
        if (stanza.hasTag("xmlstreamend")) {
            connection.close();
        } else if (device.isPresent()) {
            router.take(connection, stanza);
        } else {
            unlinked.received(connection, stanza);
        }
    }

    private boolean breaks(Connection connection, Device device) {
        FaultTarget place = FaultTarget.device(device.account().phone(), device.id());
        if (faults.strike(FaultKind.STREAM_STALL, place).isPresent()) {
            connection.stall();
            return true;
        }
        if (faults.strike(FaultKind.STREAM_DROP, place).isPresent()) {
            connection.reset();
            return true;
        }
        Optional<FaultDefinition> error = faults.strike(FaultKind.STREAM_ERROR, place);
        error.ifPresent(fault -> connection.end(streamError(fault)));
        return error.isPresent();
    }

    private static Node streamError(FaultDefinition fault) {
        NodeBuilder error = Node.builder("stream:error");
        fault.number("code").ifPresent(code -> error.attr("code", code));
        fault.word("conflict")
                .ifPresent(type -> error.child(Node.builder("conflict").attr("type", type)));
        return error.build();
    }

    void resume(Connection connection) {
        connection
                .loggedInDevice()
                .filter(device -> connections.of(device).orElse(connection) == connection)
                .ifPresent(post::resume);
    }

    void closed(Connection connection) {
        if (connection.loggedInDevice().isPresent()) {
            leave(connection);
        } else {
            unlinked.closed(connection);
        }
    }

    /// Takes a connection's device offline, unless a newer connection has it.
    private void leave(Connection connection) {
        Device device = connection.device();
        connections.remove(connection);
        if (!connections.isOnline(device) && !device.isRemoved()) {
            post.close(device);
            presences.lost(device);
        }
    }
}
