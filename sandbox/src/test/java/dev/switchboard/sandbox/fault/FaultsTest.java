// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final FaultTarget PLACE = FaultTarget.chat("15550100001", 1, "15550100002");

    private final Faults faults = new Faults(new Random(7));

    @Test
    void strikesNothingWhileNothingIsSet() {
        assertThat(faults.strike(FaultKind.STREAM_DROP, PLACE)).isEmpty();
    }

    @Test
    void strikesAsOftenAsCountedAndIsSpentThen() {
        Fault set = faults.set(new FaultDefinition(FaultKind.MESSAGE_NO_ACK, FaultTarget.ANY, 2, null, Map.of()));

        assertThat(IntStream.range(0, 5)
                        .filter(_ -> strikes(FaultKind.MESSAGE_NO_ACK))
                        .count())
                .isEqualTo(2);
        assertThat(faults.all()).singleElement().satisfies(fault -> {
            assertThat(fault.id()).isEqualTo(set.id());
            assertThat(fault.struck()).isEqualTo(2);
            assertThat(fault.spent()).isTrue();
        });
    }

    @Test
    void letsTheFirstChancesPass() {
        faults.set(new FaultDefinition(FaultKind.STREAM_DROP, FaultTarget.ANY, null, null, Map.of("after", "3")));

        assertThat(IntStream.range(0, 5).mapToObj(_ -> strikes(FaultKind.STREAM_DROP)))
                .containsExactly(false, false, false, true, true);
    }

    @Test
    void strikesOnlyWhereItIsAimed() {
        faults.set(new FaultDefinition(
                FaultKind.MESSAGE_LOSE, new FaultTarget("15550100001", null, "15550100002"), null, null, Map.of()));

        assertThat(strikes(FaultKind.MESSAGE_LOSE)).isTrue();
        assertThat(faults.strike(FaultKind.MESSAGE_LOSE, FaultTarget.chat("15550100001", 1, "15550100003")))
                .isEmpty();
        assertThat(faults.strike(FaultKind.MESSAGE_LOSE, FaultTarget.chat("15550100009", 1, "15550100002")))
                .isEmpty();
        assertThat(faults.strike(FaultKind.MESSAGE_LOSE, FaultTarget.device("15550100001", 1)))
                .isEmpty();
        assertThat(strikes(FaultKind.MESSAGE_TWICE)).isFalse();
    }

    @Test
    void aimsAtOneNamespace() {
        faults.set(new FaultDefinition(
                FaultKind.IQ_ERROR, FaultTarget.ANY, null, null, Map.of("code", "503", "xmlns", "usync")));

        assertThat(faults.strikeIq(FaultKind.IQ_ERROR, PLACE, "encrypt")).isEmpty();
        assertThat(faults.strikeIq(FaultKind.IQ_ERROR, PLACE, "usync"))
                .hasValueSatisfying(fault -> assertThat(fault.number("code")).hasValue(503));
    }

    @Test
    void repeatsItsChancesWithTheSameSeed() {
        FaultDefinition half = new FaultDefinition(FaultKind.MESSAGE_CORRUPT, FaultTarget.ANY, null, 0.5, Map.of());
        Faults again = new Faults(new Random(7));
        faults.set(half);
        again.set(half);

        long struck = IntStream.range(0, 1000)
                .filter(_ -> {
                    boolean first = strikes(FaultKind.MESSAGE_CORRUPT);
                    assertThat(again.strike(FaultKind.MESSAGE_CORRUPT, PLACE).isPresent())
                            .isEqualTo(first);
                    return first;
                })
                .count();
        assertThat(struck).isBetween(400L, 600L);
    }

    @Test
    void refusesDefinitionsThatMakeNoSense() {
        assertRefused(new FaultDefinition(FaultKind.STREAM_DROP, FaultTarget.ANY, 1, 0.5, Map.of()), "not both");
        assertRefused(new FaultDefinition(FaultKind.STREAM_DROP, FaultTarget.ANY, 0, null, Map.of()), "count");
        assertRefused(new FaultDefinition(FaultKind.STREAM_DROP, FaultTarget.ANY, null, 1.5, Map.of()), "probability");
        assertRefused(
                new FaultDefinition(FaultKind.LOGIN_FAILURE, FaultTarget.ANY, null, null, Map.of()), "params.code");
        assertRefused(
                new FaultDefinition(FaultKind.LOGIN_FAILURE, FaultTarget.ANY, null, null, Map.of("code", "banana")),
                "banana");
        assertRefused(
                new FaultDefinition(FaultKind.STREAM_DROP, FaultTarget.ANY, null, null, Map.of("speed", "1")), "speed");
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void forgetsWhatIsCleared() {
        Fault first = faults.set(FaultDefinition.of(FaultKind.STREAM_DROP));
        Fault second = faults.set(FaultDefinition.of(FaultKind.STREAM_STALL));

        assertThat(faults.clear(first.id())).isTrue();
        assertThat(faults.clear(first.id())).isFalse();
        assertThat(faults.all()).extracting(Fault::id).containsExactly(second.id());
        assertThat(strikes(FaultKind.STREAM_DROP)).isFalse();
    }

    private boolean strikes(FaultKind kind) {
        return faults.strike(kind, PLACE).isPresent();
    }

    private void assertRefused(FaultDefinition definition, String because) {
        assertThatThrownBy(() -> faults.set(definition)).hasMessageContaining(because);
    }
}
