// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestkitTest {

    @Test
    void clockMovesOnlyWhenTold() {
        MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
        Clock view = clock.withZone(ZoneOffset.ofHours(2));
        clock.advance(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo("2026-11-20T10:05:00Z");
        assertThat(view.instant()).isEqualTo(clock.instant());
        clock.set(Instant.EPOCH);
        assertThat(view.millis()).isZero();
    }

    @Test
    void sameSeedGivesSameBytes() {
        assertThat(new SeededRandom(7).bytes(40)).isEqualTo(new SeededRandom(7).bytes(40));
        assertThat(new SeededRandom(7).bytes(40)).isNotEqualTo(new SeededRandom(8).bytes(40));
        assertThat(SeededRandom.of("a").nextLong())
                .isNotEqualTo(SeededRandom.of("b").nextLong());
    }

    @Test
    void fixedRandomHandsOutItsBytesAndThenFails() {
        FixedRandom random = FixedRandom.of(new byte[] {1, 2, 3}, new byte[] {4});
        byte[] first = new byte[4];
        random.nextBytes(first);
        assertThat(first).containsExactly(1, 2, 3, 4);
        assertThat(random.remaining()).isZero();
        assertThatIllegalStateException().isThrownBy(random::nextInt);
    }

    @Test
    void reservedPortsAreDistinctAndFree() throws IOException {
        int one = Ports.reserve();
        int other = Ports.reserve();
        assertThat(one).isNotEqualTo(other);
        try (ServerSocket first = new ServerSocket(one);
                ServerSocket second = new ServerSocket(other)) {
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    @Test
    void vectorsAreFoundByPath() {
        JsonNode auth = Vectors.auth();
        assertThat(Vectors.hex(auth, "noiseXX/keys/intermediate/public")).hasSize(32);
        assertThat(Vectors.each(auth.get("binaryNodes"))).hasSize(30);
        assertThat(Vectors.at(Vectors.messaging(), "phash/pn/phash").textValue())
                .startsWith("2:");
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.at(auth, "no/such/field"));
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.resource("/vectors/none.json"));
    }

    @Test
    void missingProgramSkipsWithItsName(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(folder.resolve("present"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var condition = new RequiresProgramCondition(Map.of("PATH", folder.toString()));
        assertThat(condition.evaluate(List.of("present")).isDisabled()).isFalse();
        var skipped = condition.evaluate(List.of("present", "absent-program"));
        assertThat(skipped.isDisabled()).isTrue();
        assertThat(skipped.getReason()).hasValue("program not on the PATH: absent-program");
    }

    @Test
    void missingProgramFailsWhereAllAreDemanded() {
        var condition = new RequiresProgramCondition(Map.of("PATH", "", RequiresProgramCondition.STRICT, "1"));
        assertThatIllegalStateException()
                .isThrownBy(() -> condition.evaluate(List.of("absent-program")))
                .withMessageContaining("absent-program");
    }

    @Test
    @RequiresProgram("sh")
    void annotatedTestRunsWhereItsProgramIs() throws NoSuchMethodException {
        var method = TestkitTest.class.getDeclaredMethod("annotatedTestRunsWhereItsProgramIs");
        assertThat(method.getAnnotation(RequiresProgram.class).value()).containsExactly("sh");
    }
}
