// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.signal.SignalDevice.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Our sender keys against signal-protocol-java's in random groups of three.
final class GroupDifferentialTest {

    private static final int SEEDS = Integer.getInteger("switchboard.differential.seeds", 400) / 4;
    private static final int MEMBERS = 3;

    private record Sent(int sender, int receiver, Bytes wire) {}

    @Test
    void readsAndWritesAsTheOracle() {
        int opened = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Outcome> alone = play(seed, new OurMember(1), new OurMember(2), new OurMember(3));
            List<Outcome> mixed = play(seed, new OurMember(1), OracleLoader.member(), new OurMember(2));
            List<Outcome> other = play(seed, OracleLoader.member(), new OurMember(1), OracleLoader.member());
            assertThat(mixed).as("seed %d", seed).isEqualTo(alone);
            assertThat(other).as("seed %d", seed).isEqualTo(alone);
            opened += (int)
                    alone.stream().filter(Outcome.Opened.class::isInstance).count();
        }
        assertThat(opened).isGreaterThan(5 * SEEDS);
    }

    private static List<Outcome> play(int seed, GroupMember... members) {
        SeededRandom random = new SeededRandom(seed);
        List<Outcome> outcomes = new ArrayList<>();
        List<Sent> inFlight = new ArrayList<>();
        boolean[][] knows = new boolean[MEMBERS][MEMBERS];
        for (int event = 0; event < 60; event++) {
            int sender = random.nextInt(MEMBERS);
            int receiver = (sender + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> send(members, sender, "message " + event, inFlight);
                case 3, 4 -> {
                    if (!knows[receiver][sender]) {
                        knows[receiver][sender] = true;
                        members[receiver].process("member " + sender, members[sender].distribution());
                    }
                }
                case 5 -> damage(inFlight, random);
                default -> {
                    if (!inFlight.isEmpty()) {
                        Sent sent = inFlight.get(random.nextInt(inFlight.size()));
                        if (random.nextInt(8) > 0) {
                            inFlight.remove(sent);
                        }
                        outcomes.add(members[sent.receiver()].decrypt("member " + sent.sender(), sent.wire()));
                    }
                }
            }
        }
        return outcomes;
    }

    private static void send(GroupMember[] members, int sender, String text, List<Sent> inFlight) {
        // The oracle makes its key when it is asked for a distribution first.
        members[sender].distribution();
        Bytes wire = members[sender].encrypt(text);
        for (int receiver = 0; receiver < MEMBERS; receiver++) {
            if (receiver != sender) {
                inFlight.add(new Sent(sender, receiver, wire));
            }
        }
    }

    private static void damage(List<Sent> inFlight, SeededRandom random) {
        int bit = random.nextInt(8 * 60);
        if (!inFlight.isEmpty() && random.nextInt(3) == 0) {
            int position = random.nextInt(inFlight.size());
            Sent sent = inFlight.get(position);
            byte[] body = sent.wire().toByteArray();
            body[body.length - 1 - bit / 8] ^= (byte) (1 << bit % 8);
            inFlight.set(position, new Sent(sent.sender(), sent.receiver(), Bytes.copyOf(body)));
        }
    }
}
