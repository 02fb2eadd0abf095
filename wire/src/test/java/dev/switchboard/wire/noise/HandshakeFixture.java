// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import java.time.Instant;

/// A client, a server and its authority, with keys that are the same in every run.
final class HandshakeFixture {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final Certificate.Validity VALIDITY =
            new Certificate.Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    static final Bytes PAYLOAD = Bytes.utf8("the client's payload");

    final SeededRandom random = new SeededRandom(42);
    final CertificateAuthority authority = CertificateAuthority.generate(random);
    final KeyPair serverKey = KeyPair.generate(random);
    final KeyPair noiseKey = KeyPair.generate(random);

    ClientHandshake.Setup client() {
        return client(authority.trustRoot());
    }

    ClientHandshake.Setup client(TrustRoot root) {
        return new ClientHandshake.Setup(noiseKey, KeyPair.generate(random), PAYLOAD, root);
    }

    CertificateChain chain() {
        return authority.issue(serverKey.publicKey(), VALIDITY, random);
    }

    ServerHandshake server(boolean acceptsIk) {
        return server(chain(), acceptsIk);
    }

    ServerHandshake server(CertificateChain chain, boolean acceptsIk) {
        return new ServerHandshake(new ServerHandshake.Setup(serverKey, KeyPair.generate(random), chain, acceptsIk));
    }

    static Bytes reply(ServerHandshake.Step step) {
        return switch (step) {
            case ServerHandshake.Step.Reply(Bytes message) -> message;
            case ServerHandshake.Step.Established established ->
                throw new AssertionError("established early by " + established.pattern());
        };
    }

    static ServerHandshake.Step.Established established(ServerHandshake.Step step) {
        return switch (step) {
            case ServerHandshake.Step.Established established -> established;
            case ServerHandshake.Step.Reply _ -> throw new AssertionError("not established yet");
        };
    }
}
