// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
    @Test
    void isAbsentWhereTheProgramIs(@TempDir Path folder) {
        assertThat(new Ffmpeg("no-such-program-anywhere", folder, new SeededRandom(1)).available())
                .isFalse();
    }

    @Test
    void drawsLoudnessInSixtyFourSteps() {
        byte[] samples = new byte[6_400];
        Arrays.fill(samples, (byte) 128);
        Arrays.fill(samples, 3_200, 3_300, (byte) 228);
        Arrays.fill(samples, 3_300, 3_400, (byte) 178);
        byte[] bars = Ffmpeg.bars(samples);
        assertThat(bars).hasSize(64);
        assertThat(bars[32]).isEqualTo((byte) 100);
        assertThat(bars[33]).isEqualTo((byte) 50);
        assertThat(bars[0]).isZero();
    }
}
