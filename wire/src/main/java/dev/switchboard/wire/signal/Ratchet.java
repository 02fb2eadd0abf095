// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.Curve;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The key agreement that begins a session (X3DH) and the steps of its Double Ratchet.
final class Ratchet {

    private static final byte[] TEXT = "WhisperText".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RATCHET = "WhisperRatchet".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;

    private Ratchet() {}

    /// A root key and the chain that was derived with it.
    private record RootAndChain(Bytes root, ChainKey chain) {

        static RootAndChain of(byte[] okm) {
            return new RootAndChain(Bytes.copyOf(okm, 0, KEY), new ChainKey(Bytes.copyOf(okm, KEY, 2 * KEY), 0));
        }

        static RootAndChain step(Bytes root, KeyPair ours, PublicKey theirs) {
            byte[] shared = Curve.agree(ours.privateKey(), theirs);
            return of(Hkdf.derive(shared, root.toByteArray(), RATCHET, 2 * KEY));
        }
    }

    /// The outcome of trying a message on a state.
    sealed interface Attempt {
        record Opened(SessionState after, Bytes plaintext) implements Attempt {}

        record Failed(Reason reason) implements Attempt {}
    }

    /// The state of the one who begins, ready to send.
    static SessionState initiator(LocalIdentity us, PreKeyBundle theirs, RandomGenerator random) {
        KeyPair base = KeyPair.generate(random);
        KeyPair ratchet = KeyPair.generate(random);
        PublicKey signedPreKey = theirs.signedPreKey().key();
        Optional<PublicKey> oneTime = theirs.preKey().map(PublicPreKey::key);
        byte[][] secrets = {
            Curve.agree(us.keyPair().privateKey(), signedPreKey),
            Curve.agree(base.privateKey(), theirs.identity()),
            Curve.agree(base.privateKey(), signedPreKey),
            oneTime.map(key -> Curve.agree(base.privateKey(), key)).orElse(new byte[0])
        };
        RootAndChain start = RootAndChain.of(Hkdf.derive(master(secrets), TEXT, 2 * KEY));
        RootAndChain sending = RootAndChain.step(start.root(), ratchet, signedPreKey);
        Peers peers =
                new Peers(us.keyPair().publicKey(), theirs.identity(), us.registrationId(), theirs.registrationId());
        PendingPreKey pending = new PendingPreKey(
                theirs.preKey().map(key -> java.util.OptionalInt.of(key.id())).orElse(java.util.OptionalInt.empty()),
                theirs.signedPreKey().id());
        return new SessionState(
                peers,
                base.publicKey(),
                sending.root(),
                new SendingChain(ratchet, sending.chain(), 0),
                List.of(),
                pending);
    }

    /// The state of the one who is written to first. It cannot send before the first message has been opened on it.
    static SessionState responder(
            LocalIdentity us, SignedPreKey signedPreKey, Optional<PreKey> preKey, PreKeyWhisperMessage first) {
        byte[][] secrets = {
            Curve.agree(signedPreKey.keyPair().privateKey(), first.identity()),
            Curve.agree(us.keyPair().privateKey(), first.baseKey()),
            Curve.agree(signedPreKey.keyPair().privateKey(), first.baseKey()),
            preKey.map(key -> Curve.agree(key.keyPair().privateKey(), first.baseKey()))
                    .orElse(new byte[0])
        };
        RootAndChain start = RootAndChain.of(Hkdf.derive(master(secrets), TEXT, 2 * KEY));
        Peers peers =
                new Peers(us.keyPair().publicKey(), first.identity(), us.registrationId(), first.registrationId());
        return new SessionState(
                peers,
                first.baseKey(),
                start.root(),
                new SendingChain(signedPreKey.keyPair(), start.chain(), 0),
                List.of(),
                null);
    }

    private static byte[] master(byte[][] secrets) {
        byte[] master = new byte[KEY * (1 + secrets.length)];
        Arrays.fill(master, 0, KEY, (byte) 0xff);
        int at = KEY;
        for (byte[] secret : secrets) {
            System.arraycopy(secret, 0, master, at, secret.length);
            at += secret.length;
        }
        return Arrays.copyOf(master, at);
    }

    /// Tries a message on a state. The expensive half of a step is taken only once the MAC has been found right.
    static Attempt open(SessionState state, WhisperMessage message, RandomGenerator random) {
        int index = state.receivingIndex(message.ratchetKey());
        if (index >= 0) {
            return open(state, message, state.receiving().get(index), after -> state.withReceiving(index, after));
        }
        RootAndChain derived;
        try {
            derived = RootAndChain.step(state.rootKey(), state.sending().ratchet(), message.ratchetKey());
        } catch (InvalidKey _) {
            return new Attempt.Failed(new Reason.Malformed());
        }
        ReceivingChain chain = new ReceivingChain(message.ratchetKey(), derived.chain(), SkippedKeys.NONE);
        return open(state, message, chain, after -> {
            KeyPair ratchet = KeyPair.generate(random);
            RootAndChain own = RootAndChain.step(derived.root(), ratchet, message.ratchetKey());
            int lastCounter = state.sending().lastCounter();
            return state.stepped(
                    own.root(), new SendingChain(ratchet, own.chain(), lastCounter), after, message.previousCounter());
        });
    }

    /// What becomes of the state when a message was opened on a chain.
    private interface Transition {
        SessionState with(ReceivingChain after);
    }

    private static Attempt open(
            SessionState state, WhisperMessage message, ReceivingChain chain, Transition transition) {
        return switch (chain.find(message.counter())) {
            case ReceivingChain.Found.None(Reason reason) -> new Attempt.Failed(reason);
            case ReceivingChain.Found.Seed(Bytes seed, ReceivingChain after) -> {
                MessageKeys keys = MessageKeys.of(seed);
                if (!message.isAuthentic(keys.macKey(), state.peers())) {
                    yield new Attempt.Failed(new Reason.BadMac());
                }
                Optional<byte[]> plaintext = keys.decrypt(message.ciphertext());
                if (plaintext.isEmpty()) {
                    yield new Attempt.Failed(new Reason.Malformed());
                }
                yield new Attempt.Opened(transition.with(after), Bytes.copyOf(plaintext.get()));
            }
        };
    }
}
