// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.connection.KeepAlive.Pulse;
import dev.switchboard.client.connection.KeepAlive.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static final KeepAlive KEEP_ALIVE = new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(20));

    private static long at(double seconds) {
        return (long) (seconds * 1e9);
    }

    @Test
    void leavesABusyConnectionAlone() {
        Pulse pulse = Pulse.at(at(0)).received(at(10));
        assertThat(KEEP_ALIVE.judge(pulse, at(24.9))).isEqualTo(Verdict.FINE);
    }

    @Test
    void probesASilentConnection() {
        assertThat(KEEP_ALIVE.judge(Pulse.at(at(0)), at(15))).isEqualTo(Verdict.PROBE);
    }

    @Test
    void waitsForAnAnswerThatIsDue() {
        Pulse pulse = Pulse.at(at(0)).asked(at(16));
        assertThat(KEEP_ALIVE.judge(pulse, at(35.9))).isEqualTo(Verdict.FINE);
    }

    @Test
    void findsAConnectionDeadThatOwesAnAnswerForTooLong() {
        Pulse pulse = Pulse.at(at(0)).asked(at(16));
        assertThat(KEEP_ALIVE.judge(pulse, at(36))).isEqualTo(Verdict.DEAD);
    }

    @Test
    void countsFromTheFirstThingThatIsOwed() {
        Pulse pulse = Pulse.at(at(0)).asked(at(16)).asked(at(30));
        assertThat(KEEP_ALIVE.judge(pulse, at(36))).isEqualTo(Verdict.DEAD);
    }

    @Test
    void takesAnythingThatComesInForLife() {
        Pulse pulse = Pulse.at(at(0)).asked(at(16)).received(at(35));
        assertThat(KEEP_ALIVE.judge(pulse, at(36))).isEqualTo(Verdict.FINE);
    }

    @Test
    void looksAgainAfterOneToTwoIntervals() {
        assertThat(KEEP_ALIVE.nextCheck(Pulse.at(at(0)), at(0), 0)).isEqualTo(Duration.ofSeconds(15));
        assertThat(KEEP_ALIVE.nextCheck(Pulse.at(at(0)), at(0), 1)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void looksAgainWhenAnOwedAnswerIsOverdue() {
        Pulse pulse = Pulse.at(at(0)).asked(at(16));
        assertThat(KEEP_ALIVE.nextCheck(pulse, at(20), 0.3)).isEqualTo(Duration.ofSeconds(16));
    }
}
