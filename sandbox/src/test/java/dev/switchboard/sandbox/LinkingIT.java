// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.PairingStanzas;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Linking by QR code, over a real socket.
class LinkingIT {

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.start(SandboxConfig.builder().tls(false).build());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static String newPhone() {
        return sandbox.phones()
                .createAccount(Optional.empty(), Optional.empty(), Optional.empty())
                .phone();
    }

    private static AccountView account(String phone) {
        return sandbox.network().account(phone).orElseThrow();
    }

    @Test
    void offersSixDifferentRefsWithoutCommas() {
        try (TestCompanion client = new TestCompanion(sandbox)) {
            List<String> refs = client.register();
            assertThat(refs).hasSize(6).allSatisfy(ref -> assertThat(ref).doesNotContain(","));
            assertThat(new HashSet<>(refs)).hasSize(6);
        }
    }

    @Test
    void makesTheDeviceOnlyWhenTheClientHasCountersigned() {
        String phone = newPhone();
        try (TestCompanion client = new TestCompanion(sandbox)) {
            String ref = client.register().getFirst();
            CompletableFuture<LinkedDevice> scan =
                    CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
            Node offer = client.client().await("pair-success", node -> node.hasChild("pair-success"));
            assertThat(offer.text("t")).isPresent();
            assertThat(account(phone).devices()).hasSize(1);
            client.client().send(Iq.clientError(offer, 500, "internal-error"));
            assertThat(refusal(scan)).isEqualTo(LinkRefused.Reason.REFUSED);
            assertThat(account(phone).devices()).hasSize(1);
        }
    }

    @Test
    void numbersDevicesInOrderAndNeverReusesANumber() {
        String phone = newPhone();
        TestCompanion first = TestCompanion.linked(sandbox, phone);
        TestCompanion second = TestCompanion.linked(sandbox, phone);
        assertThat(first.pn().device()).isEqualTo(1);
        assertThat(first.lid().device()).isEqualTo(1);
        assertThat(second.pn().device()).isEqualTo(2);
        assertThat(sandbox.phones().removeDevice(phone, 2)).isTrue();
        assertThat(TestCompanion.linked(sandbox, phone).pn().device()).isEqualTo(3);
        assertThat(account(phone).devices()).extracting(DeviceView::id).containsExactly(0, 1, 3);
        assertThat(account(phone).devices()).extracting(DeviceView::keyIndex).doesNotHaveDuplicates();
    }

    @Test
    void refusesAnUnknownRef() {
        try (TestCompanion client = new TestCompanion(sandbox)) {
            client.register();
            assertThatThrownBy(() -> sandbox.phones().scan(client.qr("2@nonsense"), Optional.empty()))
                    .isInstanceOfSatisfying(
                            LinkRefused.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(LinkRefused.Reason.UNKNOWN_REF));
        }
    }

    @Test
    void refusesARefThatHasBeenUsed() {
        String phone = newPhone();
        TestCompanion client = new TestCompanion(sandbox);
        String ref = client.register().getFirst();
        CompletableFuture<LinkedDevice> scan =
                CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
        client.acceptPairing();
        assertThat(scan.join().device()).isEqualTo(1);
        assertThatThrownBy(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)))
                .isInstanceOfSatisfying(
                        LinkRefused.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(LinkRefused.Reason.USED_REF));
    }

    @Test
    void refusesACodeWithOtherKeys() {
        try (TestCompanion client = new TestCompanion(sandbox);
                TestCompanion other = new TestCompanion(sandbox)) {
            String ref = client.register().getFirst();
            assertThatThrownBy(() -> sandbox.phones().scan(other.qr(ref), Optional.empty()))
                    .isInstanceOfSatisfying(
                            LinkRefused.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(LinkRefused.Reason.WRONG_KEYS));
        }
    }

    @Test
    void failsTheScanWhenTheClientAnswersWithAnError() {
        String phone = newPhone();
        try (TestCompanion client = new TestCompanion(sandbox)) {
            String ref = client.register().getFirst();
            CompletableFuture<LinkedDevice> scan =
                    CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
            Node offer = client.client().await("pair-success", node -> node.hasChild("pair-success"));
            client.client().send(Iq.clientError(offer, 401, "hmac-mismatch"));
            assertThat(refusal(scan)).isEqualTo(LinkRefused.Reason.REFUSED);
            assertThat(account(phone).devices()).hasSize(1);
            assertThat(client.link(phone).device()).isEqualTo(1);
        }
    }

    @Test
    void closesOnAWrongCountersignature() {
        String phone = newPhone();
        TestCompanion client = new TestCompanion(sandbox);
        String ref = client.register().getFirst();
        CompletableFuture<LinkedDevice> scan =
                CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
        Node offer = client.client().await("pair-success", node -> node.hasChild("pair-success"));
        client.client().send(new PairingStanzas.PairDeviceSign(1, Bytes.utf8("nonsense")).toIq(offer));
        assertThat(refusal(scan)).isEqualTo(LinkRefused.Reason.BAD_SIGNATURE);
        client.client().awaitEnd();
        assertThat(account(phone).devices()).hasSize(1);
    }

    @Test
    void failsTheScanWhenTheClientVanishes() {
        String phone = newPhone();
        TestCompanion client = new TestCompanion(sandbox);
        String ref = client.register().getFirst();
        CompletableFuture<LinkedDevice> scan =
                CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
        client.client().await("pair-success", node -> node.hasChild("pair-success"));
        client.close();
        assertThat(refusal(scan)).isEqualTo(LinkRefused.Reason.DISCONNECTED);
    }

    @Test
    void selectsTheAccountByThePushNameOfTheRegistration() {
        LinkedDevice first = linkNamed("Ada");
        LinkedDevice second = linkNamed("Ada");
        LinkedDevice other = linkNamed("Grace");
        assertThat(second.phone()).isEqualTo(first.phone());
        assertThat(second.device()).isEqualTo(first.device() + 1);
        assertThat(other.phone()).isNotEqualTo(first.phone());
        assertThat(account(first.phone()).pushName()).isEqualTo("Ada");
    }

    private static LinkedDevice linkNamed(String name) {
        TestCompanion client = new TestCompanion(sandbox).named(name);
        String ref = client.register().getFirst();
        CompletableFuture<LinkedDevice> scan =
                CompletableFuture.supplyAsync(() -> sandbox.phones().scan(client.qr(ref), Optional.empty()));
        client.acceptPairing();
        return scan.join();
    }

    @Test
    void answersQueriesOfAnUnlinkedClientWithoutServingThem() {
        try (TestCompanion client = new TestCompanion(sandbox)) {
            client.register();
            Node ping = client.client().ask(Iq.get("p1", "w:p").build());
            assertThat(ping.text("type")).hasValue("result");
            Node refused = client.client()
                    .ask(Iq.get("p2", "encrypt").child(Node.of("count")).build());
            assertThat(refused.requireChild("error").text("code")).hasValue("401");
            Node malformed = client.client()
                    .ask(Iq.get("p3", "encrypt").attr("to", "no address").build());
            assertThat(malformed.requireChild("error").text("code")).hasValue("400");
        }
    }

    private static LinkRefused.Reason refusal(CompletableFuture<LinkedDevice> scan) {
        try {
            scan.join();
            throw new AssertionError("the scan went through");
        } catch (CompletionException e) {
            return ((LinkRefused) e.getCause()).reason();
        }
    }
}
