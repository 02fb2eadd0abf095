// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.link.ReconnectPolicy;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A bad network, with time that runs thirty times as fast: drops, stalls, refused logins, damaged, doubled, reordered
/// and unacknowledged messages, failing queries. Whatever the client says is sent arrives once, and every link is up
/// in the end.
final class SoakIT {
    private static final int SPEED = 30;
    private static final int ROUNDS = 120;
    private static final int OPEN = 9;
    private static final int SHOWN = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The device of each client; a copy that the network doubles for a phone would look like one sent twice.
    private static final int COMPANION = 1;

    /// What may happen to a client without anybody having lost a message for good.
    private static final List<Map<String, ?>> FAULTS = List.of(
            Map.of("fault", "stream-drop"),
            Map.of("fault", "stream-drop"),
            Map.of("fault", "stream-stall"),
            Map.of("fault", "stream-error", "params", Map.of("code", 503)),
            Map.of("fault", "stream-error", "params", Map.of("code", 515)),
            Map.of("fault", "handshake-refuse"),
            Map.of("fault", "handshake-stall"),
            Map.of("fault", "handshake-reset"),
            Map.of("fault", "handshake-fallback"),
            Map.of("fault", "certificate-expired"),
            Map.of("fault", "login-stall"),
            Map.of("fault", "login-failure", "params", Map.of("code", 503)),
            Map.of("fault", "delivery-duplicate", "device", COMPANION),
            Map.of("fault", "delivery-reorder"),
            Map.of("fault", "delivery-delay", "params", Map.of("millis", 200)),
            Map.of("fault", "offline-preview-wrong"),
            Map.of("fault", "offline-mark-missing"),
            Map.of("fault", "message-no-ack"),
            Map.of("fault", "message-phash"),
            Map.of("fault", "message-corrupt"),
            Map.of("fault", "message-twice", "device", COMPANION),
            Map.of("fault", "message-error", "params", Map.of("code", 500)),
            Map.of("fault", "bundle-no-one-time-key"),
            Map.of("fault", "bundle-missing"),
            Map.of("fault", "digest-mismatch"),
            Map.of("fault", "digest-missing"),
            Map.of("fault", "iq-error", "params", Map.of("code", 500)),
            Map.of("fault", "iq-timeout"));

    private final SeededRandom random = SeededRandom.of("soak");
    private final FastTime time = new FastTime(Instant.parse("2026-11-20T10:00:00Z"), SPEED);
    private final List<Member> members = new ArrayList<>();
    private final Deque<String> struck = new ArrayDeque<>();
    private final Map<String, Sent> accepted = new HashMap<>();

    private record Member(String phone, OurDevice device) {
        Jid jid() {
            return Jid.pn(phone);
        }
    }

    private record Sent(Member to, String text) {}

    private record Underway(String id, Sent sent, OurDevice.Pending pending) {}

    @Test
    void everyAcceptedMessageArrivesOnceAndEveryLinkIsUpInTheEnd() throws Exception {
        try (SandboxWorld world = SandboxWorld.of(SoakIT.class, time);
                ClientRuntime runtime = ClientRuntime.create(time, random, time::pace)) {
            for (String name : List.of("ada", "bob", "cyd")) {
                join(world, runtime, name);
            }
            Deque<Underway> open = new ArrayDeque<>();
            for (int round = 0; round < ROUNDS; round++) {
                strike(world.admin());
                for (int i = 0; i < 3; i++) {
                    open.add(say(3 * round + i));
                }
                settle(open, OPEN);
            }
            world.admin().clearFaults();
            settle(open, 0);
            members.forEach(member -> awaitUp(member.device()));
            System.Logger log = System.getLogger(SoakIT.class.getName());
            log.log(
                    System.Logger.Level.INFO,
                    "{0} of {1} messages accepted in {2}",
                    accepted.size(),
                    3 * ROUNDS,
                    time.passed());
            assertThat(accepted).as("messages accepted").hasSizeGreaterThan(ROUNDS);
            members.forEach(member -> check(world.admin(), member));
            assertThat(world.admin().stats().rulesBroken()).isZero();
        }
    }

    private void join(SandboxWorld world, ClientRuntime runtime, String name) {
        String phone = world.newAccount(name).phone();
        OurDevice device = new OurDevice(
                name, world, runtime, config -> config.reconnect(ReconnectPolicy.STANDARD), world.noiseRoot());
        members.add(new Member(phone, device.linkByQr(world.admin(), phone)));
    }

    private void strike(SandboxAdmin admin) {
        Map<String, Object> fault = new HashMap<>(FAULTS.get(random.nextInt(FAULTS.size())));
        fault.put("account", members.get(random.nextInt(members.size())).phone());
        fault.put("count", 1 + random.nextInt(2));
        admin.setFault(fault);
        struck.add(fault.toString());
        if (struck.size() > SHOWN) {
            struck.removeFirst();
        }
    }

    private Underway say(int number) {
        Member from = members.get(random.nextInt(members.size()));
        Member to = members.stream()
                .filter(other -> other != from)
                .skip(random.nextInt(2))
                .findFirst()
                .orElseThrow();
        String text = "text " + number;
        OurDevice.Pending pending = from.device().handOver(to.jid(), text);
        return new Underway(pending.id(), new Sent(to, text), pending);
    }

    /// Waits, oldest first, until at most so many are undecided.
    private void settle(Deque<Underway> open, int left) throws InterruptedException {
        while (open.size() > left) {
            Underway oldest = open.remove();
            SendOutcome outcome = oldest.pending()
                    .reply()
                    .await(PATIENCE)
                    .orElseThrow(() -> new AssertionError("nothing was heard of " + oldest.id() + "; last faults "
                            + struck
                            + "; links "
                            + members.stream()
                                    .map(member ->
                                            member.device().companion().state().toString())
                                    .toList()));
            if (outcome instanceof SendOutcome.Sent) {
                accepted.put(oldest.id(), oldest.sent());
            }
        }
    }

    private static void awaitUp(OurDevice device) {
        SandboxAdmin.await(
                "a connection",
                () -> device.companion().state() instanceof LinkState.Connected ? Optional.of(true) : Optional.empty(),
                () -> device.companion().state().toString());
    }

    private void check(SandboxAdmin admin, Member member) {
        Map<String, Sent> wanted = accepted.entrySet().stream()
                .filter(entry -> entry.getValue().to().equals(member))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        wanted.forEach((id, sent) -> {
            assertThat(member.device().awaitText(id).text()).contains(sent.text());
            assertThat(admin.awaitMessage(
                                    member.phone(), id, seen -> sent.text().equals(seen.text()))
                            .copies())
                    .as("copies of %s at the phone", id)
                    .isEqualTo(1);
        });
        assertThat(member.device().received().map(IncomingMessage::id)).doesNotHaveDuplicates();
    }
}
