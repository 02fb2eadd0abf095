// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.link.LinkMachine.Situation;
import dev.switchboard.client.link.LinkMachine.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinkMachineTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Situation AT = new Situation(NOW, 0.5, ReconnectPolicy.STANDARD, Duration.ofSeconds(60));
    private static final Path DIAGRAM = Path.of("../docs/protocol/link-states.md");

    private static EndCause cause(EndKind kind) {
        return kind == EndKind.TEMPORARILY_BANNED
                ? EndCause.banned(101, Optional.of(NOW.plusSeconds(3600)))
                : EndCause.of(kind);
    }

    /// At least one state of every kind, and both sides of every distinction the machine makes.
    private static List<LinkState> states() {
        EndCause lost = cause(EndKind.NETWORK_LOST);
        return List.of(
                new LinkState.Created(),
                new LinkState.Connecting(false, 0),
                new LinkState.Connecting(true, 0),
                new LinkState.Connecting(true, 3),
                new LinkState.AwaitingScan(List.of("1@a", "2@b"), NOW.plusSeconds(60)),
                new LinkState.AwaitingScan(List.of("2@b"), NOW.plusSeconds(20)),
                new LinkState.AwaitingCode(NOW.plusSeconds(180)),
                new LinkState.AwaitingPasskey(new LinkState.PasskeyStep.Challenge("{}"), NOW.plusSeconds(300)),
                new LinkState.Pairing(false),
                new LinkState.Pairing(true),
                new LinkState.Connected(NOW, 2),
                new LinkState.Connected(NOW.minusSeconds(30), 2),
                new LinkState.Reconnecting(2, NOW.plusSeconds(1), lost),
                new LinkState.Disconnected(cause(EndKind.STOPPED_BY_OWNER)),
                new LinkState.LoggedOut(cause(EndKind.DEVICE_REMOVED)),
                new LinkState.Restricted(cause(EndKind.TEMPORARILY_BANNED), Optional.of(NOW.plusSeconds(3600))),
                new LinkState.Restricted(EndCause.banned(101, Optional.empty()), Optional.empty()),
                new LinkState.Failed(cause(EndKind.CLIENT_OUTDATED)));
    }

    private static Map<String, LinkInput> inputs() {
        Map<String, LinkInput> inputs = new LinkedHashMap<>();
        inputs.put("start, unlinked", new LinkInput.Start(false));
        inputs.put("start, linked", new LinkInput.Start(true));
        inputs.put("stop", new LinkInput.Stop());
        inputs.put("unlinked here", new LinkInput.Unlinked());
        inputs.put("references", new LinkInput.RefsOffered(List.of("1@a", "2@b")));
        inputs.put("no references", new LinkInput.RefsOffered(List.of()));
        inputs.put("code", new LinkInput.CodeOffered(NOW.plusSeconds(180)));
        inputs.put(
                "passkey step",
                new LinkInput.PasskeyStepped(new LinkState.PasskeyStep.Checking(), NOW.plusSeconds(120)));
        inputs.put("phone answered", new LinkInput.PhoneAnswered());
        inputs.put("account stored", new LinkInput.AccountStored());
        inputs.put("ready", new LinkInput.Ready());
        inputs.put("timer", new LinkInput.TimerFired());
        for (EndKind kind : EndKind.values()) {
            inputs.put("ended (" + kind.recovery() + ")", new LinkInput.Ended(cause(kind)));
        }
        return inputs;
    }

    @Test
    void everyStepKeepsTheRules() {
        for (LinkState state : states()) {
            inputs().forEach((name, input) -> {
                Step step = LinkMachine.on(state, input, AT);
                assertRules(state.code() + " on " + name, state, step);
            });
        }
    }

    private static void assertRules(String what, LinkState before, Step step) {
        if (!step.changed()) {
            assertThat(step.next()).as(what).isSameAs(before);
            assertThat(step.effects()).as(what).isEmpty();
            return;
        }
        boolean rests = step.next() instanceof LinkState.Disconnected
                || step.next() instanceof LinkState.LoggedOut
                || step.next() instanceof LinkState.Failed
                || step.next() instanceof LinkState.Connected;
        boolean waitsForever = step.next() instanceof LinkState.Restricted(var cause, var until) && until.isEmpty();
        assertThat(step.timer().isEmpty())
                .as(what + ": a timer exactly where time ends a state")
                .isEqualTo(rests || waitsForever);
        assertThat(step.effects().contains(LinkEffect.OPEN))
                .as(what + ": opens exactly when connecting")
                .isEqualTo(step.next() instanceof LinkState.Connecting);
        assertThat(step.effects().contains(LinkEffect.FORGET))
                .as(what + ": forgets exactly when logged out")
                .isEqualTo(step.next() instanceof LinkState.LoggedOut);
        assertThat(step.timer().map(Duration::isNegative)).as(what).isNotEqualTo(Optional.of(true));
    }

    @Test
    void everyKindOfStateIsReached() {
        Set<Class<?>> reached = states().stream()
                .flatMap(state -> inputs().values().stream()
                        .map(input -> LinkMachine.on(state, input, AT).next().getClass()))
                .collect(Collectors.toSet());
        assertThat(reached).containsExactlyInAnyOrder(LinkState.class.getPermittedSubclasses());
    }

    @Test
    void anUnlinkedDeviceNeverConnectsByItselfAfterALoss() {
        for (LinkState state : states()) {
            boolean unlinked = state instanceof LinkState.AwaitingScan
                    || state instanceof LinkState.AwaitingCode
                    || state instanceof LinkState.AwaitingPasskey
                    || state.equals(new LinkState.Pairing(false))
                    || state.equals(new LinkState.Connecting(false, 0));
            if (unlinked) {
                Step step = LinkMachine.on(state, new LinkInput.Ended(cause(EndKind.NETWORK_LOST)), AT);
                assertThat(step.next()).isInstanceOf(LinkState.Disconnected.class);
            }
        }
    }

    @Test
    void theLastReferenceIsFollowedByRest() {
        LinkState last = new LinkState.AwaitingScan(List.of("6@f"), NOW);
        Step step = LinkMachine.on(last, new LinkInput.TimerFired(), AT);
        assertThat(step.next()).isEqualTo(new LinkState.Disconnected(cause(EndKind.SCAN_TIMED_OUT)));
        assertThat(step.effects()).containsExactly(LinkEffect.CLOSE);
    }

    @Test
    void referencesAreShownForSixtyThenTwentySeconds() {
        Step first = LinkMachine.on(
                new LinkState.Connecting(false, 0), new LinkInput.RefsOffered(List.of("1@a", "2@b")), AT);
        assertThat(first.timer()).contains(Duration.ofSeconds(60));
        Step second = LinkMachine.on(first.next(), new LinkInput.TimerFired(), AT);
        assertThat(second.next()).isEqualTo(new LinkState.AwaitingScan(List.of("2@b"), NOW.plusSeconds(20)));
        assertThat(second.effects()).containsExactly(LinkEffect.SHOW_QR);
    }

    @Test
    void aRestartAfterLinkingConnectsAtOnce() {
        Step step =
                LinkMachine.on(new LinkState.Pairing(true), new LinkInput.Ended(cause(EndKind.RESTART_REQUIRED)), AT);
        assertThat(step.next()).isEqualTo(new LinkState.Connecting(true, 0));
        assertThat(step.effects()).containsExactly(LinkEffect.CLOSE, LinkEffect.OPEN);
    }

    @Test
    void aServerThatKeepsAskingForRestartsIsMetWithBackOff() {
        LinkState state = new LinkState.Connecting(true, 3);
        Step step = LinkMachine.on(state, new LinkInput.Ended(cause(EndKind.RESTART_REQUIRED)), AT);
        assertThat(step.next()).isInstanceOf(LinkState.Reconnecting.class);
    }

    @Test
    void backOffGrowsUntilAConnectionHasHeld() {
        LinkInput lost = new LinkInput.Ended(cause(EndKind.NETWORK_LOST));
        assertThat(LinkMachine.on(new LinkState.Connected(NOW, 2), lost, AT).timer())
                .contains(Duration.ofMillis(2125));
        assertThat(LinkMachine.on(new LinkState.Connected(NOW.minusSeconds(30), 2), lost, AT)
                        .timer())
                .contains(Duration.ofMillis(125));
    }

    @Test
    void aTemporaryBanIsWaitedOut() {
        Step banned = LinkMachine.on(
                new LinkState.Connecting(true, 0), new LinkInput.Ended(cause(EndKind.TEMPORARILY_BANNED)), AT);
        assertThat(banned.timer()).contains(Duration.ofHours(1));
        assertThat(LinkMachine.on(banned.next(), new LinkInput.Start(true), AT).changed())
                .isFalse();
        assertThat(LinkMachine.on(banned.next(), new LinkInput.TimerFired(), AT).next())
                .isEqualTo(new LinkState.Connecting(true, 0));
    }

    @Test
    void theDiagramInTheDocsIsOfThisMachine() throws IOException {
        String drawn = diagram();
        if (Boolean.getBoolean("switchboard.update-docs")) {
            Files.createDirectories(DIAGRAM.getParent());
            Files.writeString(DIAGRAM, drawn);
        }
        assertThat(DIAGRAM)
                .as("drawn anew by running this test with -Dswitchboard.update-docs=true")
                .hasContent(drawn);
    }

    private static String diagram() {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (LinkState state : states()) {
            inputs().forEach((name, input) -> {
                Step step = LinkMachine.on(state, input, AT);
                if (step.changed()) {
                    labels.computeIfAbsent(state.code() + " --> " + step.next().code(), _ -> new TreeSet<>())
                            .add(name);
                }
            });
        }
        List<String> lines = new ArrayList<>();
        lines.add("# The life of a link");
        lines.add("");
        lines.add(
                "Drawn by `LinkMachineTest` from `LinkMachine`, which it walks through every state and input; do not edit.");
        lines.add("The recoveries after \"ended\" are those of `EndKind`.");
        lines.add("");
        lines.add("```mermaid");
        lines.add("stateDiagram-v2");
        lines.add("    [*] --> created");
        labels.forEach((edge, names) -> lines.add("    " + edge + ": " + String.join(" / ", names)));
        lines.add("```");
        lines.add("");
        lines.add("| ends of a connection | recovery | what a person is told |");
        lines.add("|---|---|---|");
        for (EndKind kind : EndKind.values()) {
            lines.add("| " + kind.code() + " | " + kind.recovery() + " | " + kind.advice() + " |");
        }
        return String.join("\n", lines) + "\n";
    }
}
