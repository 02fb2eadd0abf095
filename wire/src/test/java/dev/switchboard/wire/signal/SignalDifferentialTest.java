// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.wire.signal.SignalDevice.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Our sessions against signal-protocol-java's in random conversations, with either on either side. The same seed
/// must give the same outcome of every delivery, whoever takes part.
final class SignalDifferentialTest {

    private static final int SEEDS = Integer.getInteger("switchboard.differential.seeds", 400);
    private static final int EVENTS = 24;

    @Test
    void behavesAsTheOracleOnEitherSide() {
        List<Outcome> all = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            int ours = seed;
            List<Outcome> alone = play(seed, EVENTS, () -> new OurDevice(ours), () -> new OurDevice(ours + 1));
            assertThat(play(seed, EVENTS, () -> new OurDevice(ours), OracleLoader::device))
                    .as("we are first, seed %d", seed)
                    .isEqualTo(alone);
            assertThat(play(seed, EVENTS, OracleLoader::device, () -> new OurDevice(ours)))
                    .as("the oracle is first, seed %d", seed)
                    .isEqualTo(alone);
            all.addAll(alone);
        }
        assertThat(all.stream().filter(Outcome.Opened.class::isInstance).count())
                .isGreaterThan(10L * SEEDS);
        assertThat(all.stream().filter(Outcome.Duplicate.class::isInstance).count())
                .isGreaterThan(SEEDS);
        assertThat(all.stream().filter(Outcome.Failed.class::isInstance).count())
                .isGreaterThan(SEEDS / 5);
    }

    @Test
    void behavesAsTheOracleInLongConversations() {
        for (int seed = 10_000; seed < 10_000 + SEEDS / 50; seed++) {
            int ours = seed;
            List<Outcome> alone = play(seed, 300, () -> new OurDevice(ours), () -> new OurDevice(ours + 1));
            assertThat(play(seed, 300, () -> new OurDevice(ours), OracleLoader::device))
                    .as("seed %d", seed)
                    .isEqualTo(alone);
        }
    }

    private static List<Outcome> play(
            int seed, int events, Supplier<SignalDevice> first, Supplier<SignalDevice> second) {
        return new Conversation(seed, first.get(), second.get()).play(events);
    }

    @Test
    void derivesAsFarAheadAsTheOracle() {
        for (int lost : new int[] {1999, 2000, 2001}) {
            Outcome expected = afterLosing(lost, OracleLoader.device(), OracleLoader.device());
            assertThat(afterLosing(lost, OracleLoader.device(), new OurDevice(1)))
                    .isEqualTo(expected);
            assertThat(afterLosing(lost, new OurDevice(1), OracleLoader.device()))
                    .isEqualTo(expected);
        }
    }

    private static Outcome afterLosing(int lost, SignalDevice sender, SignalDevice receiver) {
        sender.begin(receiver.bundle(true));
        assertThat(receiver.decrypt(sender.encrypt("hello"))).isInstanceOf(Outcome.Opened.class);
        assertThat(sender.decrypt(receiver.encrypt("hello"))).isInstanceOf(Outcome.Opened.class);
        for (int i = 0; i < lost; i++) {
            sender.encrypt("lost");
        }
        return receiver.decrypt(sender.encrypt("far ahead"));
    }
}
