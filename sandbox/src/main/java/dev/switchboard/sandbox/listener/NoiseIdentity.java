// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.noise.Certificate;
import dev.switchboard.wire.noise.CertificateAuthority;
import dev.switchboard.wire.noise.CertificateChain;
import dev.switchboard.wire.noise.ServerHandshake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The server's static Noise key and the certificates for it, made once and kept. Safe for many threads.
public final class NoiseIdentity {

    private static final int VERSION = 1;
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(10 * 365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(365);

    private final CertificateAuthority authority;
    private final KeyPair staticKey;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile CertificateChain chain;

    private NoiseIdentity(
            CertificateAuthority authority, KeyPair staticKey, InstantSource clock, RandomGenerator random) {
        this.authority = authority;
        this.staticKey = staticKey;
        this.clock = clock;
        this.random = random;
        this.chain = issue(authority, clock.instant());
    }

    /// What is wrong with the certificates that a client is shown.
    public enum Flaw {
        /// Nothing.
        NONE,
        /// Their root is not the one that was told.
        STRANGE_ROOT,
        /// They are for another key than the server's.
        MISMATCHED,
        /// Their time is over.
        EXPIRED
    }

    /// The identity under this key of the store, made on first use. The store is not committed.
    public static NoiseIdentity in(StateStore store, String key, InstantSource clock, RandomGenerator random) {
        List<Bytes> kept = new ArrayList<>();
        store.restore(key, (_, record) -> kept.add(record));
        if (!kept.isEmpty()) {
            RecordReader in = new RecordReader(kept.getFirst(), VERSION);
            KeyPair root = keyPair(in.bytes());
            KeyPair intermediate = keyPair(in.bytes());
            return new NoiseIdentity(new CertificateAuthority(root, intermediate), keyPair(in.bytes()), clock, random);
        }
        CertificateAuthority authority = CertificateAuthority.generate(random);
        KeyPair staticKey = KeyPair.generate(random);
        store.put(
                key,
                new RecordWriter(VERSION)
                        .bytes(secret(authority.root()))
                        .bytes(secret(authority.intermediate()))
                        .bytes(secret(staticKey))
                        .done());
        return new NoiseIdentity(authority, staticKey, clock, random);
    }

    private static KeyPair keyPair(Bytes secret) {
        return KeyPair.of(PrivateKey.of(secret));
    }

    private static Bytes secret(KeyPair pair) {
        return pair.privateKey().bytes();
    }

    /// What clients must be told to trust, 32 bytes.
    public Bytes root() {
        return authority.trustRoot().key().raw();
    }

    /// What a handshake needs.
    ///
    /// @param acceptsIk whether a client may resume
    public ServerHandshake.Setup setup(Flaw flaw, boolean acceptsIk) {
        CertificateChain shown = switch (flaw) {
            case NONE -> currentChain();
            case STRANGE_ROOT -> issue(CertificateAuthority.generate(random), clock.instant());
            case MISMATCHED -> issue(authority, KeyPair.generate(random).publicKey(), clock.instant());
            case EXPIRED -> issue(authority, clock.instant().minus(LIFE).minus(BEFORE));
        };
        return new ServerHandshake.Setup(staticKey, KeyPair.generate(random), shown, acceptsIk);
    }

    private CertificateChain currentChain() {
        Instant now = clock.instant();
        CertificateChain current = chain;
        if (now.isAfter(current.validity().notAfter().minus(RENEW_BEFORE))) {
            current = issue(authority, now);
            chain = current;
        }
        return current;
    }

    private CertificateChain issue(CertificateAuthority issuer, Instant from) {
        return issue(issuer, staticKey.publicKey(), from);
    }

    private CertificateChain issue(CertificateAuthority issuer, PublicKey key, Instant from) {
        Certificate.Validity validity = new Certificate.Validity(from.minus(BEFORE), from.plus(LIFE));
        return issuer.issue(key, validity, random);
    }
}
