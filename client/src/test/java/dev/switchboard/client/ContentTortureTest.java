// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.mex.Json;
import dev.switchboard.client.receive.BodyReader;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Contents that were damaged, or made to do damage: whatever comes, a companion goes on.
final class ContentTortureTest {

    private static final int ROUNDS = 40_000;
    private static final int DELIVERED = 400;

    private final SeededRandom random = SeededRandom.of("content torture");

    private static List<byte[]> seeds(Talk talk) throws InterruptedException {
        List<byte[]> seeds = new ArrayList<>();
        for (Map.Entry<String, OutgoingContent> sample : Samples.all().entrySet()) {
            seeds.add(talk.send(sample.getValue()).message().toByteArray());
        }
        return seeds;
    }

    private byte[] mutated(List<byte[]> seeds) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
                default -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int count = Math.min(other.length, bytes.length - at);
                    System.arraycopy(other, 0, bytes, at, random.nextInt(count + 1));
                }
            }
        }
        return bytes;
    }

    private static Optional<Message> parse(byte[] bytes) {
        try {
            return Optional.of(MessageCodec.parse(bytes));
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    @Test
    void whateverParsesHasABody() throws Exception {
        List<byte[]> seeds = seeds(new Talk(new Stage("torture").linked()));
        int parsed = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Optional<Message> message = parse(mutated(seeds));
            if (message.isPresent()) {
                parsed++;
                assertThat(BodyReader.read(message.get())).isNotNull();
                assertThat(BodyReader.read(message.get()).toString()).isNotNull();
            }
        }
        assertThat(parsed).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void traitsAndContextsFailTypedOrNotAtAll() throws Exception {
        List<byte[]> seeds = seeds(new Talk(new Stage("torture traits").linked()));
        for (int i = 0; i < ROUNDS / 4; i++) {
            parse(mutated(seeds)).ifPresent(message -> {
                try {
                    StanzaTraits.of(message);
                    MessageContext.of(message);
                } catch (WireException _) {
                    // typed, as promised
                }
            });
        }
    }

    @Test
    void aCompanionSurvivesDamagedContents() throws Exception {
        Talk talk = new Talk(new Stage("torture delivered").linked());
        List<byte[]> seeds = seeds(talk);
        for (int i = 0; i < DELIVERED; i++) {
            Optional<Message> message = parse(mutated(seeds));
            if (message.isPresent()) {
                talk.hear("T" + i, message.get());
            }
        }
        assertThat(talk.heard("LAST", Contact.text("still here")).text()).contains("still here");
    }

    @Test
    void whatIsNoMessageAtAllIsToldAsAPlaceholder() throws Exception {
        Talk talk = new Talk(new Stage("torture garbage").linked());
        talk.line.say(talk.bob.deliver(
                "G1", talk.bob.phone.lid, talk.bob.phone.encrypt(new byte[] {(byte) 0xFF, (byte) 0xFF, 3, 3, 3})));
        ClientEvent.MessageUndecryptable told = talk.stage.event(ClientEvent.MessageUndecryptable.class);
        assertThat(told.reason()).isEqualTo("malformed");
        assertThat(told.placeholder().id()).isEqualTo("G1");
        assertThat(talk.line.nextAck().text("error")).contains("491");
    }

    @Test
    void envelopesInEnvelopesAreNotFollowedForever() throws Exception {
        Talk talk = new Talk(new Stage("torture envelopes").linked());
        Message nested = Contact.text("deep");
        for (int i = 0; i < 20; i++) {
            nested = Message.newBuilder()
                    .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(nested))
                    .build();
        }
        Message deep = nested;
        assertThatCode(() -> BodyReader.read(deep)).doesNotThrowAnyException();
        Message.Builder quoting = Message.newBuilder();
        quoting.getExtendedTextMessageBuilder()
                .setText("see")
                .getContextInfoBuilder()
                .setStanzaId("Q")
                .setQuotedMessage(deep);
        talk.hear("D1", deep);
        assertThat(talk.heard("D2", quoting.build())
                        .context()
                        .quoted()
                        .orElseThrow()
                        .text())
                .isEmpty();
    }

    @Test
    void giantListsAreTakenAsTheyAre() throws Exception {
        Talk talk = new Talk(new Stage("torture lists").linked());
        Message.Builder poll = Message.newBuilder();
        for (int i = 0; i < 5_000; i++) {
            poll.getPollCreationMessageBuilder().addOptionsBuilder().setOptionName("option " + i);
        }
        poll.getMessageContextInfoBuilder().setMessageSecret(ByteString.copyFrom(new byte[32]));
        assertThat(talk.heard("L1", poll.build()).id()).isEqualTo("L1");
        Message.Builder mentions = Message.newBuilder();
        mentions.getExtendedTextMessageBuilder().setText("all of you");
        for (int i = 0; i < 5_000; i++) {
            mentions.getExtendedTextMessageBuilder()
                    .getContextInfoBuilder()
                    .addMentionedJid(i % 2 == 0 ? "1555" + i + "@s.whatsapp.net" : "@@@nobody" + i);
        }
        assertThat(talk.heard("L2", mentions.build()).context().mentions()).hasSize(2_500);
    }

    @Test
    void jsonFailsTypedOrNotAtAll() {
        String seed = "{\"id\":\"a\\u00e4\",\"list\":[1,-2.5e3,true,null,{\"x\":[]}],\"t\":\"\\\"\\\\\"}";
        int read = 0;
        for (int i = 0; i < ROUNDS; i++) {
            char[] chars = seed.toCharArray();
            for (int change = 0; change <= random.nextInt(4); change++) {
                chars[random.nextInt(chars.length)] = "{}[]\",:\\u0a1".charAt(random.nextInt(11));
            }
            try {
                Json value = Json.parse(new String(chars, 0, random.nextInt(chars.length + 1)));
                assertThat(Json.parse(value.print())).isEqualTo(value);
                read++;
            } catch (WireException _) {
                // typed, as promised
            }
        }
        assertThat(read).isPositive();
        assertThatCode(() -> Json.parse("[".repeat(100_000))).isInstanceOf(WireException.class);
    }

    @Test
    void rawBytesAreKeptToTheLastOne() throws InvalidProtocolBufferException, InterruptedException {
        Talk talk = new Talk(new Stage("torture raw").linked());
        for (int field = 200; field < 230; field++) {
            byte[] unknown = {(byte) ((field << 3 | 2) & 0x7F | 0x80), (byte) (field >> 4), 2, 8, (byte) field};
            Message message = Message.parseFrom(unknown);
            assertThat(talk.heard("R" + field, message).content().toByteArray()).isEqualTo(unknown);
        }
    }
}
