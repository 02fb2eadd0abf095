// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.EventResponseMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollVoteMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageVectorsTest {

    private static final JsonNode ALL = Vectors.messaging();
    private static final JsonNode ADD_ONS = Vectors.at(ALL, "addons");
    private static final Jid MODIFIER = Jid.parse(ADD_ONS.get("modifier").textValue());
    private static final AddOnCipher.Target TARGET = new AddOnCipher.Target(
            ADD_ONS.get("originalMessageId").textValue(),
            Jid.parse(ADD_ONS.get("originalSender").textValue()),
            Bytes.copyOf(Vectors.hex(ADD_ONS, "messageSecret")));

    static Stream<JsonNode> paddings() {
        return Vectors.each(Vectors.at(ALL, "padding/cases"));
    }

    @ParameterizedTest
    @MethodSource("paddings")
    void padsAsBaileysDoes(JsonNode vector) {
        byte[] padded =
                MessageCodec.encode(MessageContent.text("hi"), FixedRandom.of(Vectors.hex(vector, "randomByte")));
        assertThat(padded).isEqualTo(Vectors.hex(vector, "baileys"));
        assertThat(Padding.unpad(padded)).isEqualTo(Vectors.hex(ALL, "padding/unpadded"));
        assertThat(MessageText.of(MessageCodec.decode(padded))).contains("hi");
    }

    @Test
    void makesIdsAsWhatsmeowDoes() {
        JsonNode vector = ALL.get("messageId");
        String id = MessageId.generate(
                Instant.ofEpochSecond(vector.get("unixSeconds").longValue()),
                Jid.pn(vector.get("user").textValue(), 3),
                FixedRandom.of(Vectors.hex(vector, "random")));
        assertThat(id).isEqualTo(vector.get("whatsmeow").textValue());
        assertThat(MessageId.origin(id)).isEqualTo(MessageId.Origin.WEB);
        assertThat(MessageId.origin(vector.get("baileys").textValue())).isEqualTo(MessageId.Origin.WEB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pn", "lid"})
    void hashesTheDevicesAMessageGoesTo(String family) {
        JsonNode vector = Vectors.at(ALL, "phash/" + family);
        List<Jid> devices = Vectors.each(vector.get("devices"))
                .map(JsonNode::textValue)
                .map(MessageVectorsTest::adString)
                .toList();
        assertThat(DeviceListHash.of(devices)).isEqualTo(vector.get("phash").textValue());
    }

    /// The form with explicit agent, which [Jid#parse] does not read for hidden ids.
    private static Jid adString(String text) {
        return Jid.parse(text.replace(".0:", ":"));
    }

    @Test
    void hidesAPollVoteAsClientsDo() throws InvalidProtocolBufferException {
        JsonNode vector = ADD_ONS.get("pollVote");
        List<String> selected =
                Vectors.each(vector.get("selected")).map(JsonNode::textValue).toList();
        PollVoteMessage vote = Polls.vote(selected);
        assertThat(vote.toByteArray()).isEqualTo(Vectors.hex(vector, "plaintext"));
        assertSealed(AddOnCipher.Use.POLL_VOTE, vector);
        PollCreationMessage poll = PollCreationMessage.newBuilder()
                .addOptions(option("Blue"))
                .addOptions(option("Red"))
                .addOptions(option("Grün"))
                .build();
        assertThat(Polls.chosen(poll, PollVoteMessage.parseFrom(Vectors.hex(vector, "plaintext"))))
                .containsExactly("Red", "Grün");
        vector.get("options")
                .properties()
                .forEach(option -> assertThat(Polls.optionHash(option.getKey()).hex())
                        .isEqualTo(option.getValue().textValue()));
    }

    private static PollCreationMessage.Option option(String name) {
        return PollCreationMessage.Option.newBuilder().setOptionName(name).build();
    }

    @Test
    void hidesAnEventResponseAsClientsDo() throws InvalidProtocolBufferException {
        JsonNode vector = ADD_ONS.get("eventResponse");
        assertSealed(AddOnCipher.Use.EVENT_RESPONSE, vector);
        EventResponseMessage response = EventResponseMessage.parseFrom(Vectors.hex(vector, "plaintext"));
        assertThat(response.getResponse()).isEqualTo(EventResponseMessage.EventResponseType.GOING);
        assertThat(response.getExtraGuestCount()).isEqualTo(1);
    }

    @Test
    void hidesAReactionAsClientsDo() throws InvalidProtocolBufferException {
        JsonNode vector = ADD_ONS.get("encReaction");
        assertSealed(AddOnCipher.Use.REACTION, vector);
        assertThat(ReactionMessage.parseFrom(Vectors.hex(vector, "plaintext")).getText())
                .isEqualTo("👍");
    }

    private static void assertSealed(AddOnCipher.Use use, JsonNode vector) {
        assertThat(AddOnCipher.key(use, TARGET, MODIFIER)).isEqualTo(Vectors.hex(vector, "key"));
        byte[] plaintext = Vectors.hex(vector, "plaintext");
        AddOnCipher.Sealed sealed =
                AddOnCipher.seal(use, TARGET, MODIFIER, plaintext, FixedRandom.of(Vectors.hex(vector, "iv")));
        assertThat(sealed.payload().toByteArray()).isEqualTo(Vectors.hex(vector, "encPayload"));
        assertThat(AddOnCipher.open(use, TARGET, MODIFIER, sealed)).hasValue(plaintext);
        assertThat(AddOnCipher.open(use, TARGET, MODIFIER.withDevice(7), sealed))
                .hasValue(plaintext);
        assertThat(AddOnCipher.open(use, TARGET, Jid.lid("100009"), sealed)).isEmpty();
        assertThat(AddOnCipher.open(AddOnCipher.Use.COMMENT, TARGET, MODIFIER, sealed))
                .isEmpty();
        List<Jid> authors = List.of(Jid.pn("100002"), TARGET.author());
        List<Jid> modifiers = List.of(Jid.pn("100001"), MODIFIER);
        assertThat(AddOnCipher.openAny(use, TARGET, authors, modifiers, sealed)).hasValue(plaintext);
        assertThat(AddOnCipher.openAny(use, TARGET, List.of(), modifiers, sealed))
                .isEmpty();
        AddOnCipher.Sealed shortNonce = new AddOnCipher.Sealed(sealed.payload(), Bytes.EMPTY);
        assertThat(AddOnCipher.open(use, TARGET, MODIFIER, shortNonce)).isEmpty();
    }

    @Test
    void makesTheReportingTokenOfTheReference() throws InvalidProtocolBufferException {
        JsonNode vector = ALL.get("reportingToken");
        byte[] serialized = Vectors.hex(vector, "message");
        assertThat(ReportingToken.covered(serialized)).isEqualTo(Vectors.hex(vector, "content"));
        Bytes token = ReportingToken.of(
                        Message.parseFrom(serialized),
                        vector.get("messageId").textValue(),
                        Jid.parse(vector.get("sender").textValue()),
                        Jid.parse(vector.get("remote").textValue()))
                .orElseThrow();
        assertThat(token.hex()).isEqualTo(vector.get("correctToken").textValue());
        assertThat(ReportingToken.toNode(token).requireChild("reporting_token").contentBytes())
                .isEqualTo(token);
    }

    @Test
    void makesTheContactTokenOfTheReference() {
        JsonNode vector = ALL.get("csToken");
        Bytes token = AddOnCipher.csToken(
                Bytes.copyOf(Vectors.hex(vector, "nctSalt")),
                Jid.parse(vector.get("recipientLid").textValue()));
        assertThat(token.hex()).isEqualTo(vector.get("csToken").textValue());
    }
}
