// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.ClientTimeouts;
import dev.switchboard.client.event.ClientEvent.ChatActivityChanged;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.ClientEvent.LinkStateChanged;
import dev.switchboard.client.event.ClientEvent.PushNameChanged;
import dev.switchboard.client.event.ClientEvent.QrOffered;
import dev.switchboard.client.event.ClientEvent.Unlinked;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.AdminRefusal;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client alone with the sandbox: everything up to the real network's doorstep.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompanionIT {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private final ArrayList<OurDevice> devices = new ArrayList<>();
    private SandboxWorld world;

    @BeforeAll
    void startTheNetwork() {
        world = SandboxWorld.of(getClass());
    }

    @AfterEach
    void stopTheDevices() {
        devices.forEach(OurDevice::stop);
        devices.clear();
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        world.close();
    }

    @Test
    void linksByQrCodeAndLogsInAgain() {
        var phone = world.newAccount("qr").phone();
        var device = device("qr").linkByQr(admin(), phone);

        assertThat(device.pn().bare()).isEqualTo(Jid.pn(phone));
        assertThat(admin().account(phone).devices())
                .singleElement()
                .satisfies(
                        linked -> assertThat(linked.id()).isEqualTo(device.pn().device()));

        var before = device.journal().position();
        device.restart().awaitConnected();
        assertThat(device.journal().entries().subList(before, device.journal().position()))
                .noneMatch(QrOffered.class::isInstance);
    }

    @Test
    void linksByTypedCode() {
        var phone = world.newAccount("code").phone();

        var device = device("code").linkByCode(admin(), phone);

        assertThat(device.pn().bare()).isEqualTo(Jid.pn(phone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"companion_reg_refresh", "pair-device-rotate-qr"})
    void showsAnotherQrCodeWhenTheNetworkRenewsItsSecretMeanwhile(String child) {
        var phone = world.newAccount("refresh").phone();
        var fault = admin().setFault(Map.of(
                "fault", "companion-reg-refresh", "account", phone, "count", 1, "params", Map.of("child", child)));
        var device = device("refresh").start();
        var first = device.journal()
                .await(0, QrOffered.class, "a QR code", _ -> true)
                .text();

        scanIgnoringRefusal(phone, first);
        var second = device.journal()
                .await(
                        0,
                        QrOffered.class,
                        "another QR code",
                        offered -> !offered.text().equals(first))
                .text();

        assertThat(second.substring(0, second.indexOf(','))).isEqualTo(first.substring(0, first.indexOf(',')));
        if (device.companion().account().isEmpty()) {
            scanIgnoringRefusal(phone, second);
        }
        device.awaitConnected();
        admin().clearFault(fault);
    }

    @Test
    void takesHistoryAndNameFromThePhone() {
        var friend = world.newAccount("friend").phone();
        var phone = world.newAccount("with a past").phone();
        var sent = admin().sendText(friend, phone, "before you were linked");
        admin().awaitMessage(phone, sent.id(), message -> message.text() != null);

        var device = device("past").linkByQr(admin(), phone);

        device.await(
                0,
                HistoryReceived.class,
                "the old message",
                received -> received.chunk().conversations().stream()
                        .flatMap(conversation -> conversation.messages().stream())
                        .anyMatch(old -> old.message().id().equals(sent.id())
                                && old.message().text().orElse("").equals("before you were linked")));
        device.await(
                0,
                PushNameChanged.class,
                "the name",
                changed -> changed.self() && changed.name().equals("with a past"));
    }

    @Test
    void chatsWithAPhoneAndHearsOfReceipts() {
        var friend = world.newAccount("chatty friend").phone();
        var phone = world.newAccount("chatty").phone();
        var device = device("chatty").linkByQr(admin(), phone);

        var id = device.send(Jid.pn(friend), "hello phone");
        assertThat(admin().awaitMessage(friend, id, message -> message.text() != null)
                        .text())
                .isEqualTo("hello phone");
        admin().receipt(friend, phone, "delivered", id);
        device.awaitStatus(id, MessageStatus.DELIVERED);
        admin().receipt(friend, phone, "read", id);
        device.awaitStatus(id, MessageStatus.READ);

        var sent = admin().sendText(friend, phone, "hello companion");
        var received = device.awaitText(sent.id());
        assertThat(received.text()).contains("hello companion");
        admin().awaitMessage(friend, sent.id(), message -> "delivered".equals(message.status()));
        device.read(received);
        admin().awaitMessage(friend, sent.id(), message -> "read".equals(message.status()));

        admin().chatState(friend, phone, "composing");
        device.await(0, ChatActivityChanged.class, "typing", seen -> seen.activity() == ChatActivity.COMPOSING);
        assertThat(admin().brokenRules(phone)).isEmpty();
    }

    @Test
    void seesEditsAndDeletionsOfAPhone() {
        var friend = world.newAccount("editing friend").phone();
        var phone = world.newAccount("edited").phone();
        var device = device("edited").linkByQr(admin(), phone);
        var sent = admin().sendText(friend, phone, "ome");
        device.awaitText(sent.id());

        admin().phoneSends(friend, Map.of("to", phone, "edit", Map.of("id", sent.id(), "text", "one")));
        assertThat(device.awaitEdit(sent.id()).text()).contains("one");
        admin().phoneSends(friend, Map.of("to", phone, "revoke", Map.of("id", sent.id())));
        device.awaitRevoked(sent.id());
    }

    @Test
    void trustsAPhoneThatWasReRegistered() {
        var friend = world.newAccount("re-registered").phone();
        var phone = world.newAccount("trusting").phone();
        var device = device("trusting").linkByQr(admin(), phone);
        var before = device.send(Jid.pn(friend), "old phone");
        admin().awaitMessage(friend, before, message -> message.text() != null);

        admin().newIdentity(friend);
        var sent = admin().sendText(friend, phone, "new phone");
        assertThat(device.awaitText(sent.id()).text()).contains("new phone");
        var after = device.send(Jid.pn(friend), "hello new phone");

        admin().awaitMessage(friend, after, message -> "hello new phone".equals(message.text()));
    }

    @Test
    void comesBackByItselfWhenTheNetworkRestarts() {
        var friend = world.newAccount("faithful friend").phone();
        var phone = world.newAccount("faithful").phone();
        var device = device("faithful").linkByQr(admin(), phone);
        var before = device.journal().position();

        world.restart();

        awaitConnected(device, before);
        var id = device.send(Jid.pn(friend), "back again");
        admin().awaitMessage(friend, id, message -> message.text() != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void comesBackByItselfWhenTheConnectionBreaks(String how) {
        var phone = world.newAccount("cut").phone();
        var device = device("cut-" + how).linkByQr(admin(), phone);
        var before = device.journal().position();

        admin().drop(Map.of("account", phone, "how", how));

        awaitConnected(device, before);
    }

    @Test
    void noticesAConnectionThatIsOnlyHalfThere() {
        var phone = world.newAccount("stalled").phone();
        var timeouts = new AtomicReference<>(ClientTimeouts.STANDARD);
        var device =
                device("stalled", settings -> settings.timeouts(timeouts.get())).linkByQr(admin(), phone);
        timeouts.set(new ClientTimeouts(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20)));
        device.restart().awaitConnected();
        var before = device.journal().position();

        admin().drop(Map.of("account", phone, "how", "stall"));

        var reconnecting = (LinkState.Reconnecting) device.await(
                        before,
                        LinkStateChanged.class,
                        "a reconnect",
                        changed -> changed.state() instanceof LinkState.Reconnecting)
                .state();
        assertThat(reconnecting.cause().kind()).isEqualTo(EndKind.DEAD_SOCKET);
        awaitConnected(device, before);
    }

    @Test
    void unlinksItself() {
        var phone = world.newAccount("leaver").phone();
        var device = device("leaver").linkByQr(admin(), phone);

        assertThat(OurDevice.outcome(device.companion().logout())).isInstanceOf(LinkState.LoggedOut.class);

        device.await(0, Unlinked.class, "the end of the link", _ -> true);
        assertThat(admin().account(phone).devices()).isEmpty();
        assertThat(device.companion().account()).isEmpty();
    }

    @Test
    void isUnlinkedByThePhone() {
        var phone = world.newAccount("removed").phone();
        var device = device("removed").linkByQr(admin(), phone);

        admin().removeDevice(phone, device.pn().device());

        assertThat(device.awaitState(LinkState.LoggedOut.class).cause().kind()).isEqualTo(EndKind.DEVICE_REMOVED);
        device.await(0, Unlinked.class, "the end of the link", _ -> true);
    }

    @Test
    void learnsAtLoginThatThePhoneUnlinkedItMeanwhile() {
        var phone = world.newAccount("removed while away").phone();
        var device = device("removed-away").linkByQr(admin(), phone);
        var id = device.pn().device();
        device.stop();
        admin().removeDevice(phone, id);

        device.restart();

        assertThat(device.awaitState(LinkState.LoggedOut.class).cause().kind()).isEqualTo(EndKind.LOGGED_OUT);
    }

    @Test
    void givesWayToASecondLoginAndStaysAway() {
        var phone = world.newAccount("replaced").phone();
        var device = device("replaced").linkByQr(admin(), phone);
        var twin = device.twin();
        devices.add(twin);

        twin.start().awaitConnected();

        assertThat(device.awaitState(LinkState.Disconnected.class).cause().kind())
                .isEqualTo(EndKind.REPLACED);
    }

    @ParameterizedTest
    @CsvSource({
        "401, LOGGED_OUT, logged_out",
        "402, TEMPORARILY_BANNED, restricted",
        "403, ACCOUNT_LOCKED, logged_out",
        "405, CLIENT_OUTDATED, failed",
        "406, ACCOUNT_BANNED, logged_out",
        "500, SERVER_TROUBLE, reconnecting",
        "503, SERVER_TROUBLE, reconnecting"
    })
    void takesARefusedLoginForWhatItIs(int code, EndKind kind, String state) {
        var phone = world.newAccount("refused").phone();
        var device = device("refused-" + code).linkByQr(admin(), phone).stop();
        admin().setFault(
                        Map.of("fault", "login-failure", "account", phone, "count", 1, "params", Map.of("code", code)));

        var from = device.journal().position();
        device.restart();

        var reached = device.await(
                from,
                LinkStateChanged.class,
                state,
                changed -> changed.state().code().equals(state));
        assertThat(reached.state().endCause().orElseThrow().kind()).isEqualTo(kind);
        if (state.equals("reconnecting")) {
            device.awaitConnected();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, SERVER_TROUBLE, reconnecting",
        "500, SERVER_TROUBLE, reconnecting",
        "515, RESTART_REQUIRED, connecting",
        "516, LOGGED_OUT, logged_out"
    })
    void takesTheEndOfTheStreamForWhatItIs(int code, EndKind kind, String state) {
        var phone = world.newAccount("stream").phone();
        var device = device("stream-" + code).linkByQr(admin(), phone);
        var from = device.journal().position();
        admin().setFault(Map.of("fault", "stream-error", "account", phone, "count", 1, "params", Map.of("code", code)));

        device.companion().subscribePresence(Jid.pn(phone));

        var reached = device.await(
                from,
                LinkStateChanged.class,
                state,
                changed -> changed.state().code().equals(state));
        reached.state().endCause().ifPresent(cause -> assertThat(cause.kind()).isEqualTo(kind));
        if (!state.equals("logged_out")) {
            awaitConnected(device, from);
        }
    }

    @Test
    void refusesAServerWithAnotherRoot() {
        var device = device("mistrusting", _ -> {}, Bytes.of(new byte[32]));

        device.start();

        assertThat(device.awaitState(LinkState.Failed.class).cause().kind()).isEqualTo(EndKind.UNTRUSTED_SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate-wrong", "certificate-expired"})
    void refusesACertificateThatDoesNotHold(String fault) {
        var phone = world.newAccount("certified").phone();
        var device = device(fault).linkByQr(admin(), phone).stop();
        var id = admin().setFault(Map.of("fault", fault));

        device.restart();

        try {
            assertThat(device.awaitState(LinkState.Failed.class).cause().kind()).isEqualTo(EndKind.UNTRUSTED_SERVER);
        } finally {
            admin().clearFault(id);
        }
    }

    @Test
    void fallsBackWhenTheServerNoLongerKnowsItsOldKey() {
        var phone = world.newAccount("fallback").phone();
        var device = device("fallback")
                .linkByQr(admin(), phone)
                .restart()
                .awaitConnected()
                .stop();
        var fault = admin().setFault(Map.of("fault", "handshake-fallback", "count", 1));

        device.restart().awaitConnected();

        admin().clearFault(fault);
    }

    @Test
    void survivesAHandshakeThatIsCutOff() {
        var phone = world.newAccount("handshake").phone();
        var device = device("handshake").linkByQr(admin(), phone).stop();
        admin().setFault(Map.of("fault", "handshake-reset", "count", 1));

        device.restart().awaitConnected();
    }

    @Test
    void asksAgainForAMessageThatCameDamaged() {
        var friend = world.newAccount("damaging friend").phone();
        var phone = world.newAccount("damaged").phone();
        var device = device("damaged").linkByQr(admin(), phone);
        var first = admin().sendText(friend, phone, "intact");
        device.awaitText(first.id());
        admin().setFault(Map.of(
                "fault",
                "message-corrupt",
                "account",
                phone,
                "device",
                device.pn().device(),
                "count",
                1));

        var second = admin().sendText(friend, phone, "mended");

        assertThat(device.awaitText(second.id()).text()).contains("mended");
    }

    /// The phone asks once for what it could not read, and the network brings its request twice.
    @Test
    void answersARequestThatCameTwiceOnce() {
        var friend = world.newAccount("asking friend").phone();
        var phone = world.newAccount("asked").phone();
        var device = device("asked").linkByQr(admin(), phone);
        admin().setFault(Map.of("fault", "message-corrupt", "account", friend, "device", 0, "count", 1));
        admin().setFault(Map.of(
                "fault",
                "delivery-duplicate",
                "account",
                phone,
                "device",
                device.pn().device(),
                "count",
                1,
                "params",
                Map.of("stanza", "receipt")));

        var mended = device.send(Jid.pn(friend), "mended");
        admin().awaitMessage(friend, mended, seen -> "mended".equals(seen.text()));
        var last = device.send(Jid.pn(friend), "last");

        admin().awaitMessage(friend, last, seen -> "last".equals(seen.text()));
        assertThat(admin().awaitMessage(friend, mended, _ -> true).copies()).isEqualTo(1);
    }

    @Test
    void takesAMessageThatCameTwiceOnce() {
        var friend = world.newAccount("stuttering friend").phone();
        var phone = world.newAccount("stuttered").phone();
        var device = device("stuttered").linkByQr(admin(), phone);
        admin().setFault(Map.of(
                "fault",
                "message-twice",
                "account",
                phone,
                "device",
                device.pn().device(),
                "count",
                1));

        var twice = admin().sendText(friend, phone, "twice");
        var last = admin().sendText(friend, phone, "last");
        device.awaitText(last.id());

        assertThat(device.received().map(IncomingMessage::id)).containsExactly(twice.id(), last.id());
        assertThat(device.undecryptable()).isEmpty();
    }

    @Test
    void isToldOfARefusedMessage() {
        var friend = world.newAccount("unreachable friend").phone();
        var phone = world.newAccount("refused writer").phone();
        var device = device("refused-writer").linkByQr(admin(), phone);
        admin().setFault(Map.of(
                "fault", "message-error", "account", phone, "chat", friend, "count", 1, "params", Map.of("code", 463)));

        var outcome = device.trySend(Jid.pn(friend), "never arrives");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SendOutcome.Rejected.class,
                        rejected -> assertThat(rejected.failure().number()).hasValue(463));
        assertThat(admin().inbox(friend)).isEmpty();
    }

    @Test
    void aMessageWhoseAckIsLostArrivesOnce() {
        var friend = world.newAccount("patient friend").phone();
        var phone = world.newAccount("unacknowledged").phone();
        var device = device("unacknowledged").linkByQr(admin(), phone);
        admin().setFault(Map.of(
                "fault",
                "message-no-ack",
                "account",
                phone,
                "device",
                device.pn().device(),
                "count",
                1));

        var pending = device.handOver(Jid.pn(friend), "once");
        admin().awaitMessage(friend, pending.id(), message -> message.text() != null);
        assertThat(pending.reply().now()).isEmpty();
        var before = device.journal().position();
        admin().drop(Map.of("account", phone, "how", "reset"));

        assertThat(OurDevice.outcome(pending.reply())).isInstanceOf(SendOutcome.Sent.class);
        awaitConnected(device, before);
        var after = device.send(Jid.pn(friend), "and on");
        admin().awaitMessage(friend, after, message -> message.text() != null);
        assertThat(admin().inbox(friend)).extracting("id").containsExactly(pending.id(), after);
        assertThat(admin().inbox(friend)).extracting("copies").containsOnly(1);
    }

    private void scanIgnoringRefusal(String phone, String qr) {
        try {
            admin().scanQr(phone, qr);
        } catch (AdminRefusal refusal) {
            assertThat(refusal.status()).isBetween(400, 499);
        }
    }

    private static void awaitConnected(OurDevice device, int from) {
        device.await(
                from, LinkStateChanged.class, "the return", changed -> changed.state() instanceof LinkState.Connected);
    }

    private OurDevice device(String name) {
        return device(name, _ -> {});
    }

    private OurDevice device(String name, OurDevice.Settings settings) {
        return device(name, settings, world.noiseRoot());
    }

    private OurDevice device(String name, OurDevice.Settings settings, Bytes root) {
        var device = new OurDevice(name, world, runtime, settings, root);
        devices.add(device);
        return device;
    }

    private SandboxAdmin admin() {
        return world.admin();
    }
}
