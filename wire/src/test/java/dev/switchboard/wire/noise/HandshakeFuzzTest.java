// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.HandshakeFailed;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment. No input can make
/// either side believe in the other, as it would have to forge a tag.
class HandshakeFuzzTest {

    private static final HandshakeFixture FIXTURE = new HandshakeFixture();
    private static final ClientHandshake.Setup CLIENT = FIXTURE.client();
    private static final CertificateChain CHAIN = FIXTURE.chain();

    static Stream<byte[]> seeds() {
        var noise = Vectors.auth().get("noiseXX");
        return Stream.of(
                Vectors.hex(noise, "clientHello"),
                Vectors.hex(noise, "serverHello"),
                Vectors.hex(noise, "clientFinish"),
                Vectors.hex(noise, "certificate/chain"),
                ClientHandshake.ik(FIXTURE.client(), FIXTURE.serverKey.publicKey())
                        .hello()
                        .toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void clientTakesNoForgedServerHello(byte[] input) {
        try {
            throw new AssertionError("established: "
                    + ClientHandshake.xx(CLIENT)
                            .finish(input, HandshakeFixture.NOW)
                            .pattern());
        } catch (HandshakeFailed e) {
            assertThat(e.code()).startsWith("handshake-");
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void resumingClientTakesNoForgedServerHello(byte[] input) {
        try {
            ClientHandshake resuming = ClientHandshake.ik(CLIENT, FIXTURE.serverKey.publicKey());
            throw new AssertionError("established: "
                    + resuming.finish(input, HandshakeFixture.NOW).pattern());
        } catch (HandshakeFailed e) {
            assertThat(e.code()).startsWith("handshake-");
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void serverAnswersOrRefusesAnyHello(byte[] input) {
        try {
            ServerHandshake.Step step = FIXTURE.server(CHAIN, true).receive(input);
            assertThat(step).isNotNull();
        } catch (HandshakeFailed e) {
            assertThat(e.code()).startsWith("handshake-");
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void serverTakesNoForgedFinish(byte[] input) {
        ServerHandshake server = FIXTURE.server(CHAIN, true);
        HandshakeFixture.reply(server.receive(ClientHandshake.xx(CLIENT).hello().toByteArray()));
        try {
            throw new AssertionError("established: " + server.receive(input));
        } catch (HandshakeFailed e) {
            assertThat(e.code()).startsWith("handshake-");
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void anyCertificateChainIsReadOrRefused(byte[] input) {
        try {
            CertificateChain chain = CertificateChain.parse(input);
            assertThat(CertificateChain.parse(chain.encode().toByteArray())).isEqualTo(chain);
        } catch (HandshakeFailed e) {
            assertThat(e.reason()).isEqualTo(HandshakeFailed.Reason.BAD_CERTIFICATE);
        }
    }
}
