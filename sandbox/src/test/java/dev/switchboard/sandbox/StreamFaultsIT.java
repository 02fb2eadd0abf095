// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can go wrong with a connection: the handshake, the login, the stream, the stored stanzas.
class StreamFaultsIT extends FaultFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handshake-refuse",
                "handshake-reset",
                "certificate-wrong",
                "certificate-mismatched",
                "certificate-expired"
            })
    void spoilsAHandshake(String fault) {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.forgetServerKey();
            once(fault, "");
            assertThatThrownBy(companion::connect).isNotNull();
            companion.logIn();
        }
    }

    @Test
    void leavesAHandshakeUnanswered() {
        try (TestCompanion stalled = TestCompanion.linked(sandbox, newPhone());
                TestCompanion other = TestCompanion.linked(sandbox, newPhone())) {
            once("handshake-stall", "");
            CompletableFuture<?> login = CompletableFuture.runAsync(stalled::connect, Thread::startVirtualThread);
            while (sandbox.faults().all().getFirst().struck() == 0) {
                Thread.onSpinWait();
            }
            other.logIn();
            assertThat(login).isNotDone();
        }
    }

    @Test
    void makesAResumptionFallBack() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.logIn();
            companion.client().close();
            once("handshake-fallback", "");
            companion.logIn();
            assertThat(companion.client().pattern()).hasToString("XX_FALLBACK");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 405, 406, 500, 503})
    void refusesALogin(int code) {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            once("login-failure", at(companion) + params("'code':" + code));
            companion.connect();
            Node failure = companion.client().await("failure");
            assertThat(failure.number("reason")).hasValue(code);
            assertThat(failure.has("expire")).isEqualTo(code == 402);
            companion.client().awaitEnd();
            boolean unlinked = code == 403 || code == 406;
            companion.connect();
            companion.client().await("what follows", node -> node.hasTag("success") || node.hasText("reason", "401"));
            assertThat(sandbox.network()
                            .account(companion.pn().user())
                            .orElseThrow()
                            .devices())
                    .hasSize(unlinked ? 1 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503, 515, 516})
    void endsAStreamWithAnError(int code) {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            once("stream-error", at(companion) + params("'code':" + code));
            companion.client().send(ping(companion));
            assertThat(companion.client().await("stream:error").number("code")).hasValue(code);
            companion.client().awaitEnd();
        }
    }

    @Test
    void endsAStreamAsReplacedOrRemoved() {
        for (String conflict : List.of("replaced", "device_removed")) {
            try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
                once("stream-error", at(companion) + params("'conflict':'" + conflict + "'"));
                companion.client().send(ping(companion));
                assertThat(companion
                                .client()
                                .await("stream:error")
                                .requireChild("conflict")
                                .text("type"))
                        .hasValue(conflict);
            }
        }
    }

    @Test
    void dropsAConnectionAfterSoManyStanzas() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            once("stream-drop", at(companion) + params("'after':2"));
            companion.client().ask(ping(companion));
            companion.client().ask(ping(companion));
            companion.client().send(ping(companion));
            companion.client().awaitEnd();
        }
    }

    @Test
    void answersNothingMoreOnAStalledStreamOfOneDevice() {
        String phone = newPhone();
        try (TestCompanion one = TestCompanion.ready(sandbox, phone);
                TestCompanion other = TestCompanion.ready(sandbox, phone)) {
            once("stream-stall", at(one) + ",'device':" + one.pn().device());
            one.client().clear();
            one.client().send(ping(one));
            other.client().ask(ping(other));
            sandbox.network()
                    .dropConnections(Optional.of(phone), Optional.of(one.pn().device()), DropKind.RESET);
            one.client().awaitEnd();
            assertThat(one.client().received()).noneMatch(node -> node.hasTag("iq"));
        }
    }

    @Test
    void neverAnswersALogin() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            once("login-stall", at(companion));
            companion.connect();
            while (sandbox.faults().all().getFirst().struck() == 0) {
                Thread.onSpinWait();
            }
            assertThat(sandbox.network().dropConnections(Optional.empty(), Optional.empty(), DropKind.RESET))
                    .isPositive();
            companion.client().awaitEnd();
            assertThat(companion.client().received()).isEmpty();
        }
    }

    @Test
    void countsWrongBeforeAndSaysNothingBehindTheStoredStanzas() {
        try (TestCompanion companion = TestCompanion.ready(sandbox, newPhone())) {
            leave(companion);
            once("offline-flood", at(companion) + params("'stanzas':1000"));
            once("offline-preview-wrong", at(companion) + params("'by':3"));
            companion.logIn();
            assertThat(companion.activate().requireChild("offline").number("count"))
                    .hasValue(1000);
            Node preview = companion
                    .client()
                    .await("the preview", node -> node.hasTag("ib") && node.hasChild("offline_preview"))
                    .requireChild("offline_preview");
            assertThat(preview.number("notification")).hasValue(1000);
            assertThat(preview.number("message")).hasValue(3);
            assertThat(companion.client().received())
                    .filteredOn(node -> node.hasTag("notification"))
                    .hasSize(1000);
            leave(companion);
            once("offline-mark-missing", at(companion));
            companion.logIn();
            companion
                    .client()
                    .ask(Iq.set(companion.newId(), "passive")
                            .child(Node.of("active"))
                            .build());
            assertThat(companion.client().settled()).noneMatch(node -> node.hasChild("offline"));
        }
    }

    @Test
    void showsADeviceAWrongClock() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            once("clock-skew", at(companion) + params("'seconds':-86400"));
            long shown = companion.logIn().number("t").orElse(0);
            long now = Instant.now().getEpochSecond();
            assertThat(now - shown).isBetween(86_300L, 86_500L);
            assertThat(now - companion.client().ask(ping(companion)).number("t").orElse(0))
                    .isBetween(86_300L, 86_500L);
        }
    }

    @Test
    void asksALinkingClientForANewSecret() {
        String phone = newPhone();
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            String ref = companion.register().getFirst();
            once("companion-reg-refresh", "'account':'" + phone + "'");
            assertThatThrownBy(() -> sandbox.phones().scan(companion.qr(ref), Optional.of(phone)))
                    .hasMessageContaining("secret");
            Node notice = companion.client().await("notification");
            assertThat(notice.text("type")).hasValue("companion_reg_refresh");
            assertThat(notice.requireJid("from")).isEqualTo(Jid.SERVER);
        }
    }
}
