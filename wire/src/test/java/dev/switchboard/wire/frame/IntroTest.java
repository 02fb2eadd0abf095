// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedFrame;
import dev.switchboard.wire.WireException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntroTest {

    private static final Intro ROUTED =
            Intro.routed(Bytes.copyOf(Vectors.hex(Vectors.auth(), "edgeRoutingPreIntro/routingInfo")));

    @Test
    void writesHeader() {
        assertThat(Intro.PLAIN.encode()).containsExactly('W', 'A', 6, 3);
    }

    @Test
    void writesRoutingInFrontOfHeaderLikeBaileys() {
        byte[] head = Vectors.hex(Vectors.auth(), "edgeRoutingPreIntro/firstWebSocketMessageHead");
        Bytes lengthOfFirstFrame = Bytes.fromHex("000024");
        assertThat(Bytes.concat(Bytes.copyOf(ROUTED.encode()), lengthOfFirstFrame))
                .isEqualTo(Bytes.copyOf(head));
    }

    @Test
    void readsWhatBaileysSendsFirstAndLeavesTheFrame() {
        byte[] message = Vectors.hex(Vectors.auth(), "noiseXX/firstWebSocketMessage");
        ByteBuffer buffer = ByteBuffer.wrap(message);
        assertThat(new IntroDecoder().feed(buffer)).contains(Intro.PLAIN);
        FrameDecoder frames = new FrameDecoder();
        frames.feed(buffer);
        assertThat(frames.next()).contains(Vectors.hex(Vectors.auth(), "noiseXX/clientHello"));
    }

    @Test
    void readsIntroByteByByte() {
        for (Intro intro : new Intro[] {Intro.PLAIN, ROUTED, Intro.routed(Bytes.EMPTY)}) {
            IntroDecoder decoder = new IntroDecoder();
            byte[] encoded = intro.encode();
            for (int i = 0; i < encoded.length; i++) {
                Optional<Intro> result = decoder.feed(ByteBuffer.wrap(encoded, i, 1));
                assertThat(result.isPresent()).isEqualTo(i == encoded.length - 1);
                if (result.isPresent()) {
                    assertThat(result).contains(intro);
                }
            }
            ByteBuffer more = ByteBuffer.wrap(new byte[] {1, 2});
            assertThat(decoder.feed(more)).contains(intro);
            assertThat(more.remaining()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "5758",
                "574105",
                "57410602",
                "45440002",
                // Routing twice, routing too long.
                "45440001000000" + "45440001",
                "45440001001001",
                "47455420",
            })
    void refusesOtherStreams(String hex) {
        assertThatExceptionOfType(MalformedFrame.class)
                .isThrownBy(() ->
                        new IntroDecoder().feed(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
    }

    @Test
    void refusesRoutingInfoWithoutForm() {
        Bytes huge = Bytes.copyOf(new byte[1 << 24]);
        assertThatIllegalArgumentException().isThrownBy(() -> Intro.routed(huge));
    }

    @Test
    void survivesDamagedInput() {
        DecoderTorture.of(WireException.class, input -> new IntroDecoder().feed(ByteBuffer.wrap(input)))
                .maxAllocation(50_000)
                .run(Intro.PLAIN.encode(), ROUTED.encode());
    }
}
