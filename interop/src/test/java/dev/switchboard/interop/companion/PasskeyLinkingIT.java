// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.ClientEvent.QrOffered;
import dev.switchboard.client.event.PasskeyEvent;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.link.PasskeyAssertion;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Linking of accounts that guard it by a passkey.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasskeyLinkingIT {

    private static final PasskeyAssertion ASSERTION =
            new PasskeyAssertion(Bytes.utf8("credential"), "{\"type\":\"public-key\"}");

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private SandboxWorld world;

    @BeforeAll
    void startTheNetwork() {
        world = SandboxWorld.of(getClass());
    }

    @AfterAll
    void stopEverything() {
        runtime.close();
        world.close();
    }

    private static PasskeyEvent.ChallengeOffered challenge(OurDevice device) {
        return device.journal().await(0, PasskeyEvent.ChallengeOffered.class, "the challenge", _ -> true);
    }

    private CompletableFuture<String> phonesCode(String phone) {
        return CompletableFuture.supplyAsync(() -> world.admin().passkeyCode(phone), Thread::startVirtualThread);
    }

    @Test
    void linksAfterAScanWithoutComparingCodes() {
        var phone = world.newAccount("guarded").phone();
        world.admin().setFault(Map.of("fault", "passkey-linking", "account", phone, "count", 1));
        var device = new OurDevice("guarded", world, runtime).start();
        var qr = device.journal()
                .await(0, QrOffered.class, "a QR code", _ -> true)
                .text();
        world.admin().scanQrBehindPasskey(phone, qr);

        assertThat(challenge(device).options()).contains("challenge", "rpId");
        device.awaitState(LinkState.AwaitingPasskey.class);
        given(device.companion().passkey().answer(ASSERTION));
        var code = phonesCode(phone);
        var shown = device.journal().await(0, PasskeyEvent.CodeShown.class, "the code", _ -> true);
        assertThat(shown.mustBeCompared()).isFalse();
        assertThat(code.join()).isEqualTo(shown.code());
        world.admin().confirmPasskey(phone);

        device.awaitConnected();
        assertThat(device.pn().bare()).isEqualTo(Jid.pn(phone));
        device.stop();
    }
}
