// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StanzaTest {

    private static final List<String> ODD_VALUES = List.of(
            "", "x", "-1", "99999999999999999999", "9223372036854775807", "@", "a@b", "1@g.us", "1:999@lid", "true");

    static Stream<StanzaSamples.Sample> samples() {
        return StanzaSamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsBackWhatItWrote(StanzaSamples.Sample sample) {
        Node received = NodeDecoder.decode(NodeEncoder.encode(sample.node()));
        // The expected value stands first: one sample's value is a matcher.
        assertThat(sample.value().equals(sample.reader().apply(received)))
                .as("%s read from its own node", sample.name())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesDamageWithNothingButWireExceptions(StanzaSamples.Sample sample) {
        for (Node damaged : damaged(sample.node(), 6)) {
            try {
                sample.reader().apply(damaged);
                StanzaSamples.readEverything(damaged);
            } catch (WireException e) {
                assertThat(e.code()).isNotEmpty();
            }
        }
    }

    /// The node with one thing changed, everything in turn: each attribute gone or odd, each child gone or doubled,
    /// each content empty, short or of another kind.
    private static List<Node> damaged(Node node, int depth) {
        List<Node> all = new ArrayList<>();
        for (String name : node.attributes().names()) {
            all.add(without(node, name));
            ODD_VALUES.forEach(odd -> all.add(node.toBuilder().attr(name, odd).build()));
        }
        for (Content content : List.of(
                Content.NONE,
                new Content.Binary(Bytes.EMPTY),
                new Content.Binary(Bytes.of((byte) 1)),
                new Content.Text("0"),
                new Content.Children(List.of(Node.of("odd"))))) {
            all.add(new Node(node.tag(), node.attributes(), content));
        }
        List<Node> children = node.children();
        for (int i = 0; i < children.size() && depth > 0; i++) {
            List<Node> fewer = new ArrayList<>(children);
            Node child = fewer.remove(i);
            all.add(withChildren(node, fewer));
            for (Node changed : damaged(child, depth - 1)) {
                List<Node> others = new ArrayList<>(children);
                others.set(i, changed);
                all.add(withChildren(node, others));
            }
        }
        return all;
    }

    private static Node withChildren(Node node, List<Node> children) {
        return new Node(node.tag(), node.attributes(), new Content.Children(children));
    }

    private static Node without(Node node, String name) {
        NodeBuilder builder = Node.builder(node.tag());
        node.attributes().forEach((other, value) -> {
            if (!other.equals(name)) {
                builder.attr(other, value);
            }
        });
        return builder.content(node.content()).build();
    }

    @Test
    void survivesTortureOfEncodedStanzas() {
        byte[][] encoded = StanzaSamples.all().stream()
                .map(sample -> NodeEncoder.encode(sample.node()))
                .toArray(byte[][]::new);
        DecoderTorture.of(WireException.class, input -> StanzaSamples.readEverything(NodeDecoder.decode(input)))
                .rounds(100)
                .run(encoded);
    }

    @Test
    void keepsWhatItDoesNotKnowOfAMessage() {
        Node node = Node.builder("message")
                .attr("id", "1")
                .attr("from", StanzaSamples.PN)
                .attr("t", 5)
                .child(Node.builder("enc").attr("type", "frskmsg").bytes(new byte[] {1}))
                .child(Node.of("franking"))
                .build();
        IncomingMessage message = IncomingMessage.of(node);
        assertThat(message.encs()).isEmpty();
        assertThat(message.extras()).extracting(Node::tag).containsExactly("enc", "franking");
        assertThat(message.isPeer()).isFalse();
        assertThat(message.source().sender()).isEqualTo(StanzaSamples.PN);
    }

    @Test
    void readsAnEncWithoutVersion() {
        Node node =
                Node.builder("enc").attr("type", "msg").bytes(new byte[] {1}).build();
        assertThat(Enc.of(node)).contains(Enc.of(EncType.MESSAGE, Bytes.of((byte) 1)));
    }

    @Test
    void knowsWhetherAMessageOpensASession() {
        OutgoingMessage.Builder message = OutgoingMessage.builder(StanzaSamples.PN, "1", "text");
        assertThat(message.build().opensSession()).isFalse();
        message.recipient(StanzaSamples.PN, Enc.of(EncType.PRE_KEY_MESSAGE, Bytes.of((byte) 1)));
        assertThat(message.build().opensSession()).isTrue();
        assertThat(message.build().toNode().hasChild("device-identity")).isFalse();
    }

    @Test
    void acknowledgesBackToWhereAStanzaCameFrom() {
        Node receipt = Node.builder("receipt")
                .attr("id", "9")
                .attr("from", StanzaSamples.GROUP)
                .attr("participant", StanzaSamples.LID)
                .attr("type", "read")
                .build();
        Node ack = Ack.replyTo(receipt).toNode();
        assertThat(ack.requireText("class")).isEqualTo("receipt");
        assertThat(ack.requireJid("to")).isEqualTo(StanzaSamples.GROUP);
        assertThat(ack.requireJid("participant")).isEqualTo(StanzaSamples.LID);
        assertThat(ack.requireText("type")).isEqualTo("read");
        Node sent = Node.builder("message")
                .attr("id", "9")
                .attr("to", StanzaSamples.PN.withDevice(4))
                .attr("type", "text")
                .build();
        Node answer = Ack.serverReplyTo(sent)
                .withType(Optional.empty())
                .withTimestamp(StanzaSamples.NOW)
                .toNode();
        assertThat(answer.requireJid("from")).isEqualTo(StanzaSamples.PN.withDevice(4));
        assertThat(answer.has("to")).isFalse();
        assertThat(answer.has("type")).isFalse();
    }

    @Test
    void answersIqsUnderTheirId() {
        Node ping = Iq.fromServer("get", "42", Iq.Xmlns.PING).build();
        Node pong = Iq.clientResult(ping).build();
        assertThat(pong.requireText("id")).isEqualTo("42");
        assertThat(pong.requireJid("to")).isEqualTo(Jid.SERVER);
        assertThat(Iq.isAnswer(pong)).isTrue();
        assertThat(Iq.isAnswer(ping)).isFalse();
        assertThat(IqAnswer.of(pong)).isEqualTo(new IqAnswer.Result(pong));
        assertThat(IqAnswer.of(Iq.clientError(ping, 401, "hmac-mismatch")))
                .isEqualTo(new IqAnswer.Refused(new IqAnswer.StanzaError(401, "hmac-mismatch", OptionalInt.empty())));
        assertThatThrownBy(() -> IqAnswer.of(ping)).isInstanceOf(MalformedNode.class);
        Node request = Iq.get("43", StanzaSamples.GROUP, Iq.Xmlns.GROUPS).build();
        assertThat(Iq.serverResult(request).build().requireJid("from")).isEqualTo(StanzaSamples.GROUP);
        assertThat(Iq.type(request)).contains("get");
    }

    @Test
    void oneBadBundleDoesNotSpoilTheOthers() {
        StanzaSamples.Sample sample = samples()
                .filter(found -> found.name().equals("key answer"))
                .findFirst()
                .orElseThrow();
        Node list = sample.node().requireChild("list");
        Node bad = Node.builder("user").attr("jid", StanzaSamples.LID).build();
        Node answer = Node.builder("iq")
                .child(Node.builder("list").child(bad).children(list.children()))
                .build();
        List<PreKeyStanzas.Fetched> fetched = PreKeyStanzas.fetched(answer);
        assertThat(fetched).hasSize(3);
        assertThat(fetched.getFirst()).isInstanceOf(PreKeyStanzas.Fetched.Unusable.class);
        assertThat(fetched.get(1)).isInstanceOf(PreKeyStanzas.Fetched.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+15550100002", "15550100002", "15550100002@c.us", "+15550100002@s.whatsapp.net"})
    void findsTheDigitsOfANumberInEveryForm(String form) {
        Node user =
                Node.builder("user").child(Node.builder("contact").utf8(form)).build();
        assertThat(UsyncRequest.User.of(user).contactDigits()).contains("15550100002");
    }

    @Test
    void readsErrorsOfUserQueries() {
        Node error = Node.builder("error").attr("code", 404).attr("text", "no").build();
        Node answer = Node.of(
                "iq",
                Node.of(
                        "usync",
                        Node.of("result", Node.of("devices", error), Node.of("lid")),
                        Node.of(
                                "list",
                                Node.builder("user")
                                        .attr("jid", StanzaSamples.PN)
                                        .child(Node.of("devices", error))
                                        .build())));
        UsyncAnswer read = UsyncAnswer.of(answer);
        assertThat(read.errors()).containsOnlyKeys("devices");
        assertThat(read.users().getFirst().devices()).isEmpty();
        assertThat(read.users().getFirst().devicesError().orElseThrow().code()).isEqualTo(404);
    }

    @Test
    void asksForWhatItSaysItAsks() {
        UsyncRequest request = UsyncRequest.devices("s", List.of(StanzaSamples.PN));
        assertThat(request.asks("devices")).isTrue();
        assertThat(request.asks("contact")).isFalse();
    }

    @Test
    void dropsDevicesThatNoAddressCanName() {
        Node devices = Node.of(
                "devices",
                Node.of(
                        "device-list",
                        Node.builder("device").attr("id", 0).build(),
                        Node.builder("device").attr("id", 256).build(),
                        Node.builder("device")
                                .attr("id", 3)
                                .attr("key-index", 1)
                                .build()));
        assertThat(DeviceList.of(devices).addresses(StanzaSamples.PN))
                .containsExactly(StanzaSamples.PN, StanzaSamples.PN.withDevice(3));
    }

    @Test
    void readsANotificationOfKnownTypeButUnknownContentAsUnknown() {
        Node node = Node.builder("notification")
                .attr("id", "1")
                .attr("type", "encrypt")
                .child(Node.of("never_seen"))
                .build();
        Notification notification = Notification.of(node);
        assertThat(notification.news()).isEqualTo(new News.Unknown("encrypt", node));
        assertThat(notification.header().from()).isEqualTo(Jid.SERVER);
        assertThat(notification.toNode()).isEqualTo(node);
    }

    @Test
    void findsThePreferredMediaHost() {
        Node node = Node.of(
                "iq",
                Node.builder("media_conn")
                        .attr("auth", "a")
                        .child(Node.builder("host").attr("hostname", "x").attr("type", "fallback"))
                        .child(Node.builder("host").attr("hostname", "y"))
                        .build());
        MediaConnection connection = MediaConnection.of(node);
        assertThat(connection.preferred().orElseThrow().hostname()).isEqualTo("y");
        assertThat(connection.ttl()).isZero();
    }

    @Test
    void sendsPriorityAndMetaWithPeerMessages() {
        Node node = OutgoingMessage.builder(StanzaSamples.PN, "1", "text")
                .peer("high_force")
                .build()
                .toNode();
        assertThat(node.requireText("category")).isEqualTo("peer");
        assertThat(node.requireChild("meta").requireText("appdata")).isEqualTo("default");
    }
}
