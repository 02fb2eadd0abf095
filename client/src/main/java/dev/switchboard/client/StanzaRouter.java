// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.InfoBroadcast;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LoginFailure;
import dev.switchboard.wire.stanza.StreamError;
import dev.switchboard.wire.stanza.Success;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings each stanza of the server to whom it concerns. What cannot be handled is still answered, so that the server
/// does not bring it again and again.
final class StanzaRouter {

    private static final Logger LOG = LoggerFactory.getLogger(StanzaRouter.class);
    private static final int NACK_PARSE = 487;
    private static final int NACK_UNHANDLED = 500;
    private static final Set<String> DELIVERED =
            Set.of("message", "receipt", "notification", "call", "presence", "chatstate");

    private final Workbench bench;
    private final Departments departments;
    private final LinkKeeper link;
    private volatile @Nullable Instant lastDelivery;

    StanzaRouter(Workbench bench, Departments departments, LinkKeeper link) {
        this.bench = bench;
        this.departments = departments;
        this.link = link;
    }

    /// When the network last delivered something, beside answers to questions. Thread-safe.
    Optional<Instant> lastDelivery() {
        return Optional.ofNullable(lastDelivery);
    }

    /// Takes the plaintext of one frame.
    void route(byte[] flagAndBody) {
        Node stanza;
        try {
            stanza = NodeDecoder.decode(flagAndBody);
        } catch (WireException e) {
            link.end(EndCause.of(EndKind.BROKEN_STREAM, e.code()));
            return;
        }
        try {
            bench.attempt(() -> handle(stanza));
        } catch (StoreUnavailable e) {
            throw e;
        } catch (WireException e) {
            LOG.debug("stanza {} is malformed: {}", stanza.tag(), e.code());
            answerAnyway(stanza, NACK_PARSE);
        } catch (RuntimeException e) {
            LOG.error("stanza {} could not be handled", stanza.tag(), e);
            answerAnyway(stanza, NACK_UNHANDLED);
        }
        // The server counts them all, good or bad.
        if (stanza.has("offline")) {
            departments.login().tookOffline();
        }
    }

    private void answerAnyway(Node stanza, int error) {
        if (!stanza.has("id")) {
            return;
        }
        try {
            answerBadly(stanza, error);
        } catch (WireException e) {
            LOG.debug("stanza {} does not say whom to answer: {}", stanza.tag(), e.code());
        }
    }

    private void answerBadly(Node stanza, int error) {
        switch (stanza.tag()) {
            case "message" -> bench.send(Ack.replyTo(stanza).withError(error).toNode());
            case "receipt", "notification", "call" ->
                bench.send(Ack.replyTo(stanza).toNode());
            case "iq" -> {
                if (!Iq.isAnswer(stanza)) {
                    bench.send(Iq.clientError(stanza, 400, "bad-request"));
                }
            }
            default -> {}
        }
    }

    private void handle(Node stanza) {
        if (DELIVERED.contains(stanza.tag())) {
            lastDelivery = bench.now();
        }
        boolean linked =
                bench.state().findCredentials().filter(Credentials::linked).isPresent();
        switch (stanza.tag()) {
            case "iq" -> iq(stanza);
            case "success" -> {
                if (linked) {
                    link.loggedIn();
                    departments.login().success(Success.of(stanza));
                }
            }
            case "failure" -> link.end(ServerEnds.of(LoginFailure.of(stanza), bench.now()));
            case "stream:error" -> streamError(stanza);
            case "xmlstreamend" -> link.end(EndCause.of(EndKind.STREAM_CLOSED));
            case "ib" -> info(stanza);
            case "notification" -> departments.notifications().notification(stanza, linked);
            case "ack" -> ack(stanza);
            case "call" -> departments.calls().call(stanza, linked);
            default -> {
                if (linked) {
                    talk(stanza);
                }
            }
        }
    }

    private void talk(Node stanza) {
        switch (stanza.tag()) {
            case "message" -> {
                if (stanza.jid("from").filter(Jid::isNewsletter).isPresent()) {
                    departments.newsletterNews().message(stanza);
                } else {
                    departments.messages().message(stanza);
                }
            }
            case "receipt" -> departments.receipts().receipt(stanza);
            case "presence" -> departments.presence().presence(stanza);
            case "chatstate" -> departments.presence().chatState(stanza);
            default -> LOG.debug("stanza {} means nothing here", stanza.tag());
        }
    }

    private void iq(Node iq) {
        if (Iq.isAnswer(iq)) {
            bench.answered(iq);
            return;
        }
        if (departments.pairing().request(iq)) {
            return;
        }
        boolean ping = iq.hasText("xmlns", Iq.Xmlns.PING) || iq.hasChild("ping");
        bench.send(ping ? Iq.clientResult(iq).build() : Iq.clientError(iq, 501, "feature-not-implemented"));
    }

    private void streamError(Node stanza) {
        StreamError error = StreamError.of(stanza);
        stanza.child("ack")
                .filter(owed -> owed.has("id"))
                .ifPresent(owed -> bench.send(owed.toBuilder()
                        .attr("to", owed.jid("from").orElse(Jid.SERVER))
                        .build()));
        link.end(ServerEnds.of(error));
    }

    private void info(Node stanza) {
        if (stanza.hasChild("downgrade_webclient")) {
            link.end(EndCause.of(EndKind.PHONE_NOT_MULTI_DEVICE));
            return;
        }
        switch (InfoBroadcast.of(stanza)) {
            case InfoBroadcast.OfflinePreview(int count, var _, var _, var _, var _, var _) ->
                departments.login().preview(count);
            case InfoBroadcast.OfflineDone(int count) -> departments.login().drained(count);
            case InfoBroadcast.EdgeRouting(var routing) ->
                bench.state().updateCredentials(it -> it.withServer(it.server().withRoutingInfo(routing)));
            case InfoBroadcast.Dirty dirty -> dirty(dirty);
            case InfoBroadcast.OfflineBatch _, InfoBroadcast.UnifiedSession _, InfoBroadcast.Unknown _ -> {}
        }
    }

    private void dirty(InfoBroadcast.Dirty dirty) {
        bench.ask(
                Iq.set(bench.nextId(), Iq.Xmlns.DIRTY)
                        .child(Node.builder("clean")
                                .attr("type", dirty.type())
                                .attrIfPresent("timestamp", dirty.timestamp()))
                        .build(),
                _ -> {});
        if (dirty.type().equals("syncd_app_state")) {
            departments.appState().fetchAll();
        } else if (dirty.type().equals("groups")) {
            departments.groups().refreshAll();
        }
    }

    private void ack(Node stanza) {
        Ack ack = Ack.of(stanza);
        if (!bench.answered(stanza, ack)) {
            departments.outbox().acknowledged(ack).ifPresent(departments.resends()::complete);
        }
    }
}
