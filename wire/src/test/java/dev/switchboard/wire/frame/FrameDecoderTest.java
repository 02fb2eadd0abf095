// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedFrame;
import dev.switchboard.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

    private static final byte[] HEADER_OF_16_MB = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

    @Test
    void writesBigEndianLength() {
        assertThat(Frames.encode(new byte[] {7})).containsExactly(0, 0, 1, 7);
        assertThat(Frames.encode(Bytes.of((byte) 7))).containsExactly(0, 0, 1, 7);
        assertThat(Arrays.copyOf(Frames.encode(new byte[0x010203]), 3)).containsExactly(1, 2, 3);
        assertThat(Frames.encode(new byte[0])).containsExactly(0, 0, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> Frames.encode(new byte[1 << 24]));
    }

    @Test
    void findsFramesHoweverTheyAreCut() {
        SeededRandom random = new SeededRandom(2);
        for (int round = 0; round < 300; round++) {
            List<byte[]> contents = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                byte[] content = random.bytes(random.nextInt(8) == 0 ? 20_000 : random.nextInt(40));
                contents.add(content);
                stream.writeBytes(Frames.encode(content));
            }
            FrameDecoder decoder = new FrameDecoder();
            List<byte[]> found = new ArrayList<>();
            ByteBuffer rest = ByteBuffer.wrap(stream.toByteArray());
            while (rest.hasRemaining()) {
                int size = Math.min(rest.remaining(), 1 + random.nextInt(random.nextBoolean() ? 3 : 9_000));
                decoder.feed(rest.slice(rest.position(), size));
                rest.position(rest.position() + size);
                drain(decoder, found);
            }
            assertThat(found).hasSameSizeAs(contents);
            for (int i = 0; i < count; i++) {
                assertThat(found.get(i)).isEqualTo(contents.get(i));
            }
            assertThat(decoder.isBetweenFrames()).isTrue();
        }
    }

    @Test
    void severalFramesMayComeAtOnce() {
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(new byte[] {0, 0, 1, 5, 0, 0, 0, 0, 0, 2, 6, 7, 0, 0, 9});
        assertThat(decoder.next()).contains(new byte[] {5});
        assertThat(decoder.next()).contains(new byte[] {});
        assertThat(decoder.next()).contains(new byte[] {6, 7});
        assertThat(decoder.next()).isEmpty();
        assertThat(decoder.isBetweenFrames()).isFalse();
    }

    @Test
    void rejectsFrameLongerThanLimit() {
        FrameDecoder decoder = new FrameDecoder(4);
        decoder.feed(new byte[] {0, 0, 4, 1, 2, 3, 4});
        assertThat(decoder.next()).isPresent();
        assertThatExceptionOfType(MalformedFrame.class)
                .isThrownBy(() -> decoder.feed(new byte[] {0, 0, 5}))
                .withMessage("frame length: 5 (expected: at most 4)");
        assertThatExceptionOfType(MalformedFrame.class).isThrownBy(() -> decoder.feed(new byte[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameDecoder(1 << 24));
    }

    @Test
    void memoryGrowsWithBytesReceivedNotClaimed() {
        DecoderTorture.of(WireException.class, input -> {
                    FrameDecoder decoder = new FrameDecoder();
                    decoder.feed(HEADER_OF_16_MB);
                    decoder.feed(input);
                    decoder.next();
                })
                .maxAllocation(100_000)
                .run(new byte[1_000]);
    }

    @Test
    void takesTheLongestFrameInPieces() {
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(HEADER_OF_16_MB);
        byte[] piece = new byte[65_536];
        for (int i = 0; i < 255; i++) {
            decoder.feed(piece);
        }
        assertThat(decoder.next()).isEmpty();
        decoder.feed(new byte[65_535]);
        assertThat(decoder.next().orElseThrow()).hasSize(Frames.MAX_LENGTH);
    }

    @Test
    void survivesDamagedInput() {
        DecoderTorture torture = DecoderTorture.of(WireException.class, input -> {
                    FrameDecoder decoder = new FrameDecoder(10_000);
                    decoder.feed(input);
                    drain(decoder, new ArrayList<>());
                })
                .maxAllocation(100_000)
                .run(Frames.encode(new byte[40]), new byte[] {0, 0, 1, 1, 0, 0, 1, 2});
        assertThat(torture.rejected()).isPositive();
    }

    private static void drain(FrameDecoder decoder, List<byte[]> into) {
        for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
            into.add(frame.get());
        }
    }
}
