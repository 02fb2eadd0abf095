// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audit;

import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The installation's Ed25519 key that signs what retention leaves of chains, and their ends now and then. The private
/// half is sealed; the public one is in the clear too, for those who verify without the master key.
public final class AuditKey {
    private static final String SEALED = "audit-key";
    private static final String OPEN = "audit-public-key";
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final Bytes publicKey;

    private AuditKey(PrivateKey secret, Bytes publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /// Opens the key, making it at the first start.
    ///
    /// @param home the tenant under whose key it is sealed
    public static AuditKey open(Database database, Vault vault, TenantId home, RandomGenerator random) {
        Cell cell = new Cell(home.value(), 0, "audit", "installation", SEALED, "value");
        try {
            Optional<Bytes> sealed = database.read(tx -> value(tx, SEALED));
            if (sealed.isPresent()) {
                return opened(vault.open(cell, sealed.get().toByteArray()));
            }
            KeyPair pair = generate(random);
            byte[] open = pair.getPublic().getEncoded();
            byte[] secret = pair.getPrivate().getEncoded();
            byte[] both = ByteBuffer.allocate(4 + open.length + secret.length)
                    .putInt(open.length)
                    .put(open)
                    .put(secret)
                    .array();
            byte[] shut = vault.seal(cell, both);
            database.write(tx -> {
                tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", SEALED, shut);
                tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", OPEN, open);
                return true;
            });
            return new AuditKey(pair.getPrivate(), Bytes.of(open));
        } catch (GeneralSecurityException e) {
            throw new SecretsUnreadable("the audit's signing key cannot be used", e);
        }
    }

    private static AuditKey opened(byte[] both) throws GeneralSecurityException {
        ByteBuffer parts = ByteBuffer.wrap(both);
        byte[] open = new byte[parts.getInt()];
        parts.get(open);
        byte[] secret = new byte[parts.remaining()];
        parts.get(secret);
        return new AuditKey(
                KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret)), Bytes.of(open));
    }

    private static KeyPair generate(RandomGenerator random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Passed(random));
        return generator.generateKeyPair();
    }

    /// Hands the randomness that was passed in to the generator of keys.
    private static final class Passed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient RandomGenerator source;

        private Passed(RandomGenerator source) {
            this.source = source;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            source.nextBytes(bytes);
        }
    }

    private static Optional<Bytes> value(ReadTx tx, String name) {
        return tx.one("SELECT value FROM installation WHERE name = ?", row -> Bytes.of(row.bytes(1)), name);
    }

    /// The public half as the database has it in the clear.
    static Optional<Bytes> written(ReadTx tx) {
        return value(tx, OPEN);
    }

    /// The public half, as SubjectPublicKeyInfo.
    public Bytes publicKey() {
        return publicKey;
    }

    Bytes sign(Bytes what) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(what.toByteArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    /// Whether the signature is good.
    static boolean verify(Bytes publicKey, Bytes what, Bytes signature) {
        try {
            PublicKey key =
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(publicKey.toByteArray()));
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(what.toByteArray());
            return check.verify(signature.toByteArray());
        } catch (GeneralSecurityException _) {
            return false; // what is no key or no signature verifies nothing
        }
    }
}
