// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.phone.PhoneException;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.LinkCodeExchange;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.stanza.LinkCode;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// Linking by a code that is typed at the phone.
class LinkCodeIT extends SandboxFixture {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PairingCode code = PairingCode.parse("ABCD-1234");
    private final KeyPair ephemeral = KeyPair.generate(RANDOM);

    private LinkCode.CompanionHello hello(TestCompanion companion, String phone, String display) {
        return new LinkCode.CompanionHello(
                Jid.pn(phone),
                true,
                code.wrap(ephemeral.publicKey(), RANDOM),
                companion.noise().publicKey().raw(),
                "1",
                display,
                Bytes.of((byte) 0),
                Optional.empty());
    }

    @Test
    void linksThePhoneOnWhichTheCodeIsTyped() {
        String phone = newPhone();
        TestCompanion companion = new TestCompanion(sandbox);
        companion.register();
        Bytes ref = LinkCode.helloRef(
                companion.client().ask(hello(companion, phone, "Chrome (Linux)").toIq("h1")));
        CompletableFuture<LinkedDevice> typed =
                CompletableFuture.supplyAsync(() -> sandbox.phones().typeCode(phone, "abcd1234"));
        answer(companion, ref);
        companion.acceptPairing();
        assertThat(companion.client().await("stream:error").text("code")).hasValue("515");
        assertThat(typed.join().device()).isEqualTo(1);
        companion.client().close();
        companion.becomeReady();
        companion.close();
    }

    private void answer(TestCompanion companion, Bytes ref) {
        Node notification = companion.client().await("notification");
        assertThat(notification.requireJid("from")).isEqualTo(Jid.SERVER);
        LinkCode.PrimaryHello primary =
                (LinkCode.PrimaryHello) LinkCode.in(notification).orElseThrow();
        assertThat(primary.ref()).isEqualTo(ref);
        LinkCodeExchange.Finish finish = LinkCodeExchange.finish(
                new LinkCodeExchange.Own(ephemeral, companion.identity()),
                new LinkCodeExchange.Other(code.unwrap(primary.wrappedEphemeral()), PublicKey.of(primary.identity())),
                RANDOM);
        companion.advSecret(finish.advSecret());
        Node result = companion
                .client()
                .ask(new LinkCode.CompanionFinish(
                                Optional.empty(),
                                ref,
                                finish.wrappedKeyBundle(),
                                companion.identity().publicKey().raw())
                        .toIq("f1"));
        assertThat(result.text("type")).hasValue("result");
    }

    @Test
    void givesACodeForANumberWhoseAccountIsMadeLater() {
        TestCompanion companion = new TestCompanion(sandbox);
        companion.register();
        Bytes ref = LinkCode.helloRef(companion
                .client()
                .ask(hello(companion, "15550000000", "Chrome (Linux)").toIq("h1")));
        sandbox.phones().createAccount(Optional.of("15550000001"), Optional.empty(), Optional.empty());
        sandbox.phones().createAccount(Optional.of("15550000000"), Optional.empty(), Optional.empty());
        CompletableFuture<LinkedDevice> typed =
                CompletableFuture.supplyAsync(() -> sandbox.phones().typeCode("15550000000", "abcd1234"));
        answer(companion, ref);
        companion.acceptPairing();
        assertThat(typed.join().device()).isEqualTo(1);
        companion.client().close();
    }

    @Test
    void refusesADisplayNameThatIsNoBrowserOnASystem() {
        String phone = newPhone();
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            companion.register();
            Node refused =
                    companion.client().ask(hello(companion, phone, "Nonsense").toIq("h1"));
            assertThat(refused.requireChild("error").text("code")).hasValue("400");
        }
    }

    @Test
    void noticesAWrongCodeWhenTheKeysAreHandedOver() {
        String phone = newPhone();
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            companion.register();
            Bytes ref = LinkCode.helloRef(companion
                    .client()
                    .ask(hello(companion, phone, "Chrome (Linux)").toIq("h1")));
            CompletableFuture<LinkedDevice> typed =
                    CompletableFuture.supplyAsync(() -> sandbox.phones().typeCode(phone, "ZZZZ9999"));
            answer(companion, ref);
            try {
                typed.join();
                throw new AssertionError("a wrong code was taken");
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(PhoneException.WrongCode.class);
            }
            assertThat(sandbox.network().account(phone).orElseThrow().devices()).hasSize(1);
        }
    }

    @Test
    void refusesByFaultAndAsksForAnotherCode() {
        String phone = newPhone();
        AdminClient admin = new AdminClient(sandbox);
        String place = "'account':'" + phone + "','count':1";
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            companion.register();
            for (int code : new int[] {403, 429, 452}) {
                admin.post("/admin/faults", "{'fault':'iq-error'," + place + ",'params':{'code':" + code + "}}");
                Node refused = companion
                        .client()
                        .ask(hello(companion, phone, "Chrome (Linux)").toIq("h" + code));
                assertThat(refused.requireChild("error").number("code")).hasValue(code);
            }
            admin.post("/admin/faults", "{'fault':'link-code-refresh'," + place + ",'params':{'force':'true'}}");
            Bytes ref = LinkCode.helloRef(companion
                    .client()
                    .ask(hello(companion, phone, "Chrome (Linux)").toIq("h1")));
            LinkCode.RefreshCode refresh = (LinkCode.RefreshCode)
                    LinkCode.in(companion.client().await("notification")).orElseThrow();
            assertThat(refresh.ref()).hasValue(ref);
            assertThat(refresh.manual()).isTrue();
        }
    }
}
