// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.random.RandomGenerator;

/// Issues certificate chains for servers of ours, which clients accept if they are told the root.
///
/// @param root signs the intermediate
/// @param intermediate signs the leaves
public record CertificateAuthority(KeyPair root, KeyPair intermediate) {

    private static final long INTERMEDIATE_SERIAL = 1;
    private static final long LEAF_SERIAL = 2;

    /// A new authority. The generator must be a cryptographic one outside of tests.
    public static CertificateAuthority generate(RandomGenerator random) {
        return new CertificateAuthority(KeyPair.generate(random), KeyPair.generate(random));
    }

    /// What clients must trust.
    public TrustRoot trustRoot() {
        return new TrustRoot(root.publicKey());
    }

    /// A chain for a server's static key, both certificates valid for the same time.
    public CertificateChain issue(PublicKey serverKey, Certificate.Validity validity, RandomGenerator random) {
        var above = new Certificate.Statement(INTERMEDIATE_SERIAL, 0, intermediate.publicKey(), validity);
        var below = new Certificate.Statement(LEAF_SERIAL, INTERMEDIATE_SERIAL, serverKey, validity);
        return new CertificateChain(
                Certificate.sign(below, intermediate.privateKey(), random),
                Certificate.sign(above, root.privateKey(), random));
    }
}
