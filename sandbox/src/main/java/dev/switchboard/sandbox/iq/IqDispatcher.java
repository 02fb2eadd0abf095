// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Iq;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the handler of a query and sends what it answers.
public final class IqDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(IqDispatcher.class);
    private static final int BAD_REQUEST = 400;
    private static final IqHandler UNKNOWN = request -> {
        LOG.warn("query in an unknown namespace: {}", request.iq().text("xmlns").orElse(""));
        return Answer.notImplemented();
    };

    private final Map<String, IqHandler> handlers = new HashMap<>();
    private final Faults faults;
    private final InstantSource clock;
    private final StanzaLog log;

    /// A table without handlers.
    ///
    /// @param log hears of queries that make no sense
    public IqDispatcher(Faults faults, InstantSource clock, StanzaLog log) {
        this.log = log;
        this.faults = faults;
        this.clock = clock;
    }

    /// Sets the handler of a namespace.
    public void register(IqHandler handler, String namespace) {
        register(handler, List.of(namespace));
    }

    /// Sets the handler of several namespaces.
    public void register(IqHandler handler, List<String> namespaces) {
        for (String namespace : namespaces) {
            if (handlers.put(namespace, handler) != null) {
                throw new IllegalStateException("two handlers for " + namespace);
            }
        }
    }

    /// Answers a query of a device.
    public void dispatch(Sender sender, Node iq) {
        Device device = sender.device();
        String namespace = iq.text("xmlns").orElse("");
        FaultTarget place = FaultTarget.device(device.account().phone(), device.id());
        if (faults.strikeIq(FaultKind.IQ_TIMEOUT, place, namespace).isPresent()) {
            return;
        }
        if (!hasAddress(iq)) {
            send(sender, answerable(iq), judged(device, iq, Answer.badRequest()));
            return;
        }
        Answer answer = faults.strikeIq(FaultKind.IQ_ERROR, place, namespace)
                .map(IqDispatcher::refusal)
                .or(() -> rateLimit(place, namespace))
                .orElseGet(() -> judged(device, iq, answer(new IqRequest(device, iq, sender.authority()), namespace)));
        send(sender, iq, answer);
    }

    private Answer judged(Device device, Node iq, Answer answer) {
        if (answer instanceof Answer.Refused(int code, String _) && code == BAD_REQUEST) {
            log.refused(device.account().phone(), device.id(), iq);
        }
        return answer;
    }

    private void send(Sender sender, Node iq, Answer answer) {
        switch (answer) {
            case Answer.Result(var children, Runnable afterwards) -> {
                NodeBuilder result = Iq.serverResult(iq);
                if (iq.hasText("xmlns", Iq.Xmlns.KEEPALIVE)) {
                    result.attr("t", clock.instant().getEpochSecond());
                }
                sender.answer(
                        children.isEmpty()
                                ? result.build()
                                : result.children(children).build());
                afterwards.run();
            }
            case Answer.Refused(int code, String text) -> sender.answer(Iq.serverError(iq, code, text));
            case Answer.Limited(int backoff) -> sender.answer(limited(iq, backoff));
        }
    }

    private static Node limited(Node iq, int backoff) {
        Node error = Iq.error(429, "rate-overlimit").toBuilder()
                .attr("backoff", backoff)
                .build();
        return Iq.serverResult(iq).attr("type", "error").child(error).build();
    }

    /// The query, as if addressed to the server if its own address cannot be read: so that it can be answered.
    public static Node answerable(Node iq) {
        return hasAddress(iq) ? iq : iq.toBuilder().attr("to", Jid.SERVER).build();
    }

    /// Whether it is addressed to something that can answer.
    private static boolean hasAddress(Node iq) {
        try {
            iq.jid("to");
            return true;
        } catch (MalformedNode _) {
            return false;
        }
    }

    private Optional<Answer> rateLimit(FaultTarget place, String namespace) {
        String kind = switch (namespace) {
            case Iq.Xmlns.USYNC -> "usync";
            case Iq.Xmlns.GROUPS -> "group";
            default -> "";
        };
        return kind.isEmpty()
                ? Optional.empty()
                : faults.strike(
                                FaultKind.RATE_LIMIT,
                                place,
                                fault -> fault.word("of").map(kind::equals).orElse(true))
                        .map(fault -> new Answer.Limited(fault.number("backoff").orElse(1)));
    }

    private static Answer refusal(FaultDefinition fault) {
        return new Answer.Refused(
                fault.number("code").orElse(500), fault.word("text").orElse("internal-server-error"));
    }

    private Answer answer(IqRequest request, String namespace) {
        try {
            return handlers.getOrDefault(namespace, UNKNOWN).answer(request);
        } catch (WireException e) {
            LOG.debug("malformed query in {}: {}", namespace, e.getMessage());
            return Answer.badRequest();
        } catch (RuntimeException e) {
            LOG.error("a query in {} failed", namespace, e);
            return new Answer.Refused(500, "internal-server-error");
        }
    }
}
