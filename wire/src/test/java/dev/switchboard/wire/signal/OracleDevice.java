// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.whispersystems.libsignal.DuplicateMessageException;
import org.whispersystems.libsignal.IdentityKey;
import org.whispersystems.libsignal.IdentityKeyPair;
import org.whispersystems.libsignal.SessionBuilder;
import org.whispersystems.libsignal.SessionCipher;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.ecc.Curve;
import org.whispersystems.libsignal.ecc.ECKeyPair;
import org.whispersystems.libsignal.ecc.ECPublicKey;
import org.whispersystems.libsignal.protocol.CiphertextMessage;
import org.whispersystems.libsignal.protocol.PreKeySignalMessage;
import org.whispersystems.libsignal.protocol.SignalMessage;
import org.whispersystems.libsignal.state.PreKeyRecord;
import org.whispersystems.libsignal.state.SignedPreKeyRecord;
import org.whispersystems.libsignal.state.impl.InMemorySignalProtocolStore;

/// A device by org.whispersystems' signal-protocol-java, an independent implementation of the same version.
public final class OracleDevice implements SignalDevice {

    private static final int PRE_KEYS = 4;
    private static final int SIGNED_PRE_KEY = 1;
    private static final SignalProtocolAddress OTHER = new SignalProtocolAddress("other", 1);

    private final InMemorySignalProtocolStore store;
    private int nextPreKey = 1;

    /// A device with new keys.
    public OracleDevice() {
        try {
            ECKeyPair identity = Curve.generateKeyPair();
            store = new InMemorySignalProtocolStore(
                    new IdentityKeyPair(new IdentityKey(identity.getPublicKey()), identity.getPrivateKey()), 4711);
            ECKeyPair signed = Curve.generateKeyPair();
            byte[] signature = Curve.calculateSignature(
                    identity.getPrivateKey(), signed.getPublicKey().serialize());
            store.storeSignedPreKey(SIGNED_PRE_KEY, new SignedPreKeyRecord(SIGNED_PRE_KEY, 0, signed, signature));
            for (int id = 1; id <= PRE_KEYS; id++) {
                store.storePreKey(id, new PreKeyRecord(id, Curve.generateKeyPair()));
            }
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public PreKeyBundle bundle(boolean withPreKey) {
        try {
            SignedPreKeyRecord signed = store.loadSignedPreKey(SIGNED_PRE_KEY);
            Optional<PublicPreKey> preKey = Optional.empty();
            if (withPreKey && nextPreKey <= PRE_KEYS) {
                int id = nextPreKey++;
                preKey = Optional.of(new PublicPreKey(
                        id, key(store.loadPreKey(id).getKeyPair().getPublicKey())));
            }
            return new PreKeyBundle(
                    store.getLocalRegistrationId(),
                    key(store.getIdentityKeyPair().getPublicKey().getPublicKey()),
                    new PublicSignedPreKey(
                            SIGNED_PRE_KEY,
                            key(signed.getKeyPair().getPublicKey()),
                            Bytes.copyOf(signed.getSignature())),
                    preKey);
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public boolean canEncrypt() {
        return store.containsSession(OTHER);
    }

    @Override
    public void begin(PreKeyBundle bundle) {
        try {
            Optional<PublicPreKey> preKey = bundle.preKey();
            var theirs = new org.whispersystems.libsignal.state.PreKeyBundle(
                    bundle.registrationId(),
                    OTHER.getDeviceId(),
                    preKey.map(PublicPreKey::id).orElse(-1),
                    preKey.isPresent() ? point(preKey.get().key()) : null,
                    bundle.signedPreKey().id(),
                    point(bundle.signedPreKey().key()),
                    bundle.signedPreKey().signature().toByteArray(),
                    new IdentityKey(point(bundle.identity())));
            new SessionBuilder(store, OTHER).process(theirs);
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public Ciphertext encrypt(String text) {
        try {
            CiphertextMessage message = new SessionCipher(store, OTHER).encrypt(text.getBytes(StandardCharsets.UTF_8));
            CiphertextType type =
                    message.getType() == CiphertextMessage.PREKEY_TYPE ? CiphertextType.PREKEY : CiphertextType.MESSAGE;
            return new Ciphertext(type, Bytes.copyOf(message.serialize()));
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public Outcome decrypt(Ciphertext ciphertext) {
        SessionCipher cipher = new SessionCipher(store, OTHER);
        byte[] wire = ciphertext.body().toByteArray();
        try {
            byte[] plain = ciphertext.type() == CiphertextType.PREKEY
                    ? cipher.decrypt(new PreKeySignalMessage(wire))
                    : cipher.decrypt(new SignalMessage(wire));
            return new Outcome.Opened(new String(plain, StandardCharsets.UTF_8));
        } catch (DuplicateMessageException _) {
            return new Outcome.Duplicate();
        } catch (Exception _) {
            return new Outcome.Failed();
        }
    }

    private static PublicKey key(ECPublicKey key) {
        return PublicKey.of(key.serialize());
    }

    private static ECPublicKey point(PublicKey key) throws Exception {
        return Curve.decodePoint(key.prefixed(), 0);
    }
}
