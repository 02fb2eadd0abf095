// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    private final SeededRandom random = new SeededRandom(5);

    @Test
    void writesEveryPaddingFromOneToSixteen() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] plaintext = random.bytes(random.nextInt(40));
            byte[] padded = Padding.pad(plaintext, random);
            seen.add(padded.length - plaintext.length);
            assertThat(Padding.unpad(padded)).isEqualTo(plaintext);
        }
        assertThat(seen).hasSize(16).contains(1, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "02", "0a0b02", "11111111111111111111111111111111111111", "ff", "010202ff"})
    void refusesUnsoundPadding(String hex) {
        byte[] padded = java.util.HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Padding.unpad(padded)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        byte[] large = MessageContent.text("x".repeat(MessageCodec.MAX_BYTES)).toByteArray();
        assertThatThrownBy(() -> MessageCodec.parse(large)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesAMessageNestedTooDeep() throws IOException {
        byte[] nested = new byte[0];
        for (int i = 0; i < 2_000; i++) {
            nested = delimited(58, delimited(1, nested));
        }
        byte[] bytes = nested;
        assertThatThrownBy(() -> MessageCodec.parse(bytes)).isInstanceOf(MalformedMessage.class);
    }

    private static byte[] delimited(int field, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.writeByteArray(field, content);
        coded.flush();
        return out.toByteArray();
    }

    @Test
    void parsesWhatItsOwnLimitOfEnvelopesAllows() {
        Message message = MessageContent.text("x");
        for (int i = 0; i < Unwrapped.MAX_DEPTH; i++) {
            message = MessageContent.deviceSent(Jid.pn("15550100001"), message, java.util.Optional.empty());
        }
        Message parsed = MessageCodec.decode(MessageCodec.encode(message, random));
        assertThat(MessageText.of(parsed)).contains("x");
    }

    @Test
    void keepsFieldsItDoesNotKnow() {
        byte[] bytes = {(byte) 0xC2, 0x3E, 2, 7, 7, 0x0A, 1, 'x'};
        Message parsed = MessageCodec.parse(bytes);
        assertThat(parsed.getConversation()).isEqualTo("x");
        assertThat(parsed.getUnknownFields().asMap()).containsOnlyKeys(1000);
        assertThat(parsed.toByteArray()).hasSameSizeAs(bytes);
    }

    @Test
    void holdsManyEmptyPartsInBoundedMemory() throws IOException {
        // Two bytes each on the wire, an object each in memory: cards of a carousel.
        ByteArrayOutputStream cards = new ByteArrayOutputStream();
        for (int i = 0; i < 400_000; i++) {
            cards.write(0x0A);
            cards.write(0);
        }
        byte[] bytes = delimited(45, delimited(7, cards.toByteArray()));
        long before = allocatedBytes();
        Message parsed = MessageCodec.parse(bytes);
        assertThat(allocatedBytes() - before).isLessThan(128 << 20);
        assertThat(parsed.getInteractiveMessage().getCarouselMessage().getCardsCount())
                .isEqualTo(400_000);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void makesIdsThatDiffer() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(MessageId.generate(Instant.ofEpochSecond(1_750_000_000), Jid.pn("15550100001"), random));
        }
        assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("3EB0[0-9A-F]{18}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3A0123456789ABCDEF01", "3EB0123456789ABCDEF012", "ABCDEF0123456789ABCDEF0123456789", "3F01", "x"
            })
    void guessesTheOriginOfIds(String id) {
        MessageId.Origin expected = switch (id.length()) {
            case 20 -> MessageId.Origin.IOS;
            case 22 -> MessageId.Origin.WEB;
            case 32 -> MessageId.Origin.ANDROID;
            case 4 -> MessageId.Origin.DESKTOP;
            default -> MessageId.Origin.UNKNOWN;
        };
        assertThat(MessageId.origin(id)).isEqualTo(expected);
    }

    @Test
    void survivesTorture() {
        byte[][] samples = MessageSamples.all().stream()
                .map(sample -> MessageCodec.encode(sample.message(), random))
                .toArray(byte[][]::new);
        DecoderTorture.of(WireException.class, MessageCodecTest::readEverything)
                .rounds(100)
                .maxAllocation(16 << 20)
                .run(samples);
    }

    static void readEverything(byte[] plaintext) {
        Message message = MessageCodec.decode(plaintext);
        MessageKind.of(message);
        MessageText.of(message);
        MessageContext.of(message);
        StanzaTraits.of(message);
        MessageContent.secret(message);
        ReportingToken.of(message, "3EB0AABBCCDDEEFF001122", Jid.pn("15550100001"), Jid.pn("15550100002"));
    }
}
