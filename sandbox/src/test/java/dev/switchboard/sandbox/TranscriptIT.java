// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.testkit.transcript.Bindings;
import dev.switchboard.testkit.transcript.Transcript;
import dev.switchboard.testkit.transcript.Transcript.Line;
import dev.switchboard.wire.node.Node;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays the client's part of every transcript; the sandbox has to know its own. The same transcripts are played
/// against our client.
class TranscriptIT extends SandboxFixture {
    static Stream<Arguments> transcripts() {
        return Transcript.NAMES.stream().map(name -> Arguments.of(Named.of(name, Transcript.read(name))));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void serverKnowsItsPart(Transcript transcript) {
        try (TestCompanion me = TestCompanion.ready(sandbox, newPhone());
                TestCompanion peer = TestCompanion.ready(sandbox, newPhone())) {
            Bindings bindings = new Bindings("t-")
                    .bind("me", me.pn().bare().toString())
                    .bind("me.lid", me.lid().bare().toString())
                    .bind("me.device", me.pn().toString())
                    .bind("peer", peer.pn().bare().toString())
                    .bind("peer.lid", peer.lid().bare().toString())
                    .bind("peer.number", "+" + peer.pn().user())
                    .bind("enc.type", "msg")
                    .bind("query.id", "6563316087068696")
                    .bind(
                            "query",
                            "{\"variables\":{\"input\":{\"key\":\"120363000000000009@newsletter\",\"type\":\"JID\","
                                    + "\"view_role\":\"GUEST\"}}}");
            peer.client().close();
            awaitOffline(peer);
            for (Line line : transcript.lines()) {
                switch (line) {
                    case Line.Client(var stanza) -> me.client().send(TranscriptStanzas.node(bindings.filled(stanza)));
                    case Line.Server(var stanza) -> {
                        Node said = me.client()
                                .await(
                                        stanza.toString(),
                                        node -> bindings.matches(stanza, TranscriptStanzas.element(node)));
                        assertThat(said.tag()).isEqualTo(stanza.tag());
                    }
                    case Line.Wish _ -> {
                        // the client's own affair
                    }
                }
                bindings.value("group.id").ifPresent(id -> bindings.bind("group", id + "@g.us"));
            }
        }
    }
}
