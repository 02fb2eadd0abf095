// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import dev.switchboard.client.message.Answer;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.IqAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Questions to the server that wait for an answer, by id. Used by the worker only.
final class Questions {

    private record Waiting(Consumer<Answer<Node>> reader, ClientTimer.Handle limit) {}

    private Map<String, Waiting> waiting = new HashMap<>(0);

    void add(String id, Consumer<Answer<Node>> reader, ClientTimer.Handle limit) {
        waiting.put(id, new Waiting(reader, limit));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Hands an `iq` of type result or error to whoever asked; false if nobody did.
    boolean answer(Node iq) {
        return settle(
                iq.text("id").orElse(""),
                switch (IqAnswer.of(iq)) {
                    case IqAnswer.Result(Node result) -> new Answer.Given<>(result);
                    case IqAnswer.Refused(IqAnswer.StanzaError error) ->
                        new Answer.Refused<>(error.code(), error.text());
                });
    }

    /// Some questions are answered by a plain acknowledgement.
    boolean answer(Node node, Ack ack) {
        return settle(
                ack.id(),
                ack.error().isPresent() ? new Answer.Refused<>(ack.error().getAsInt(), "") : new Answer.Given<>(node));
    }

    void timeOut(String id) {
        settle(id, new Answer.TimedOut<>());
    }

    private boolean settle(String id, Answer<Node> answer) {
        Waiting asked = waiting.remove(id);
        if (asked == null) {
            return false;
        }
        asked.limit().cancel();
        asked.reader().accept(answer);
        return true;
    }

    /// The connection is gone: nothing will be answered any more.
    void giveUp() {
        List<Waiting> all = new ArrayList<>(waiting.values());
        waiting = new HashMap<>(0);
        for (Waiting asked : all) {
            asked.limit().cancel();
            asked.reader().accept(new Answer.NotConnected<>());
        }
    }
}
