// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.iq.IqDispatcher;
import dev.switchboard.sandbox.presence.ChatStates;
import dev.switchboard.sandbox.presence.Presences;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the stanzas of devices that have logged in, in their order.
public final class StanzaRouter {

    private static final Logger LOG = LoggerFactory.getLogger(StanzaRouter.class);
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final IqDispatcher queries;
    private final MessageRouter messages;
    private final ReceiptRouter receipts;
    private final CallRouter calls;
    private final PhoneNews phoneNews;
    private final Presences presences;
    private final ChatStates chatStates;
    private final Post post;
    private final StanzaLog log;

    /// A router with one part for each kind of stanza.
    public StanzaRouter(
            IqDispatcher queries,
            MessageRouter messages,
            ReceiptRouter receipts,
            CallRouter calls,
            PhoneNews phoneNews,
            Presences presences,
            ChatStates chatStates,
            Post post,
            StanzaLog log) {
        this.queries = queries;
        this.messages = messages;
        this.receipts = receipts;
        this.calls = calls;
        this.phoneNews = phoneNews;
        this.presences = presences;
        this.chatStates = chatStates;
        this.post = post;
        this.log = log;
    }

    /// Takes one stanza.
    public void take(Sender sender, Node stanza) {
        try {
            route(sender, stanza);
        } catch (WireException e) {
            LOG.debug("malformed <{}>: {}", stanza.tag(), e.getMessage());
            log.refused(sender.device().account().phone(), sender.device().id(), stanza);
            refuse(sender, stanza, BAD_REQUEST);
        } catch (RuntimeException e) {
            LOG.error("a <{}> failed", stanza.tag(), e);
            refuse(sender, stanza, SERVER_ERROR);
        }
    }

    private void route(Sender sender, Node stanza) {
        switch (stanza.tag()) {
            case "iq" -> queries.dispatch(sender, stanza);
            case "message" -> messages.route(sender, stanza);
            case "receipt" -> receipts.route(sender, stanza);
            case "ack" -> release(sender, stanza);
            case "presence" -> presences.take(sender, stanza);
            case "chatstate" -> chatStates.take(sender.device(), stanza);
            case "call" -> calls.route(sender, stanza);
            case "notification" -> phoneNews.route(sender.device(), stanza);
            case "ib" -> LOG.trace("<{}> needs no answer", stanza.tag());
            default -> LOG.warn("unknown stanza <{}>", stanza.tag());
        }
    }

    private void release(Sender sender, Node ack) {
        StanzaKind.ofTag(ack.text("class").orElse(""))
                .ifPresent(kind -> post.release(sender.device(), kind, ack.requireText("id")));
    }

    private static void refuse(Sender sender, Node stanza, int code) {
        boolean answered = StanzaKind.ofTag(stanza.tag()).isPresent() && stanza.has("id") && stanza.has("to");
        if (answered) {
            sender.answer(Ack.serverReplyTo(stanza).withError(code).toNode());
        }
    }
}
