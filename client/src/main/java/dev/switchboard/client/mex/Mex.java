// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.mex;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks the network's GraphQL.
public final class Mex {

    private final Workbench bench;

    public Mex(Workbench bench) {
        this.bench = bench;
    }

    /// Asks a question; the answer is what stands under `data`.
    ///
    /// @param queryId the number that stands for the question
    public void ask(String queryId, Json variables, Consumer<Answer<Json>> then) {
        Node question = Iq.get(bench.nextId(), Iq.Xmlns.MEX)
                .child(Node.builder("query")
                        .attr("query_id", queryId)
                        .utf8(Json.of("variables", variables).print()))
                .build();
        bench.ask(question, answer -> then.accept(read(answer)));
    }

    private static Answer<Json> read(Answer<Node> answer) {
        return switch (answer.map(iq -> Json.parse(iq.requireChild("result").contentText()))) {
            case Answer.Given<Json>(Json json) -> read(json);
            case Answer.Refused<Json> refused -> refused;
            case Answer.TimedOut<Json> timedOut -> timedOut;
            case Answer.NotConnected<Json> notConnected -> notConnected;
        };
    }

    /// Errors count where there is nothing else.
    private static Answer<Json> read(Json json) {
        Optional<Json> data = json.at("data");
        List<Json> errors = json.at("errors").map(Json::list).orElse(List.of());
        if (data.isPresent() || errors.isEmpty()) {
            return new Answer.Given<>(data.orElseGet(() -> new Json.Fields(Map.of())));
        }
        Json first = errors.getFirst();
        long code = first.at("extensions")
                .map(extensions -> extensions.number("error_code").orElse(0))
                .orElse(0L);
        return new Answer.Refused<>((int) code, first.text("message").orElse(""));
    }
}
