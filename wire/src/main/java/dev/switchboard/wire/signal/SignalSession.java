// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.signal.Ratchet.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// The pairwise Signal protocol, version 3, as pure functions: a record goes in and a new one comes out, to be stored
/// by the caller. A call that throws has changed nothing.
public final class SignalSession {

    private SignalSession() {}

    /// Begins a session with a device by its bundle. A current state is archived; if the bundle has another identity
    /// key than the record, older states are dropped instead.
    ///
    /// @throws InvalidKey if the signed pre-key is not signed by the bundle's identity, or a key is unusable
    public static SessionRecord begin(
            SessionRecord record, LocalIdentity us, PreKeyBundle theirs, RandomGenerator random) {
        if (!theirs.signedPreKey().isSignedBy(theirs.identity())) {
            throw new InvalidKey("signed pre-key: not signed by its owner");
        }
        SessionState state = Ratchet.initiator(us, theirs, random);
        return trusting(record, theirs.identity()).begun(state);
    }

    /// Encrypts by the current state.
    ///
    /// @throws IllegalStateException if there is none: see [SessionRecord#canEncrypt()]
    public static Encrypted encrypt(SessionRecord record, Bytes plaintext) {
        SessionState state = record.current().orElseThrow(() -> new IllegalStateException("no session to encrypt by"));
        SendingChain chain = state.sending();
        MessageKeys keys = MessageKeys.of(chain.chainKey().messageSeed());
        byte[] message = WhisperMessage.encode(chain, keys.encrypt(plaintext), keys.macKey(), state.peers());
        SessionRecord after = record.withCurrent(state.withSending(chain.advanced()));
        PendingPreKey pending = state.pending();
        Ciphertext ciphertext = pending == null
                ? new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(message))
                : new Ciphertext(
                        CiphertextType.PREKEY, Bytes.copyOf(PreKeyWhisperMessage.encode(state, pending, message)));
        return new Encrypted(after, ciphertext);
    }

    /// Opens a `msg` or `pkmsg` from the record's device; an empty record is the one of a device not met before.
    ///
    /// @throws DecryptFailed if it does not open; an `skmsg` is malformed here
    public static Decrypted decrypt(
            SessionRecord record, Ciphertext ciphertext, LocalKeys keys, RandomGenerator random) {
        byte[] wire = ciphertext.body().toByteArray();
        return switch (ciphertext.type()) {
            case PREKEY -> decryptFirst(record, PreKeyWhisperMessage.decode(wire), keys, random);
            case MESSAGE -> decryptLater(record, WhisperMessage.decode(wire), random);
            case SENDER_KEY -> throw ProtoReader.malformed("a group message");
        };
    }

    private static Decrypted decryptFirst(
            SessionRecord record, PreKeyWhisperMessage message, LocalKeys keys, RandomGenerator random) {
        SessionRecord trusted = trusting(record, message.identity());
        Optional<PublicKey> replaced = otherIdentity(record, message.identity());
        List<SessionState> states = trusted.states();
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i).baseKey().equals(message.baseKey())) {
                Attempt.Opened opened = orThrow(Ratchet.open(states.get(i), message.message(), random));
                return decrypted(trusted.promoted(i, opened.after()), opened, OptionalInt.empty(), replaced);
            }
        }
        SessionState state = respond(message, keys);
        Attempt.Opened opened = orThrow(Ratchet.open(state, message.message(), random));
        return decrypted(trusted.begun(opened.after()), opened, message.preKeyId(), replaced);
    }

    private static SessionState respond(PreKeyWhisperMessage message, LocalKeys keys) {
        int signedId = message.signedPreKeyId();
        SignedPreKey signedPreKey = keys.signedPreKey(signedId)
                .orElseThrow(() -> new DecryptFailed(
                        new Reason.UnknownSignedPreKey(signedId), "signed pre-key is not ours: " + signedId));
        Optional<PreKey> preKey = Optional.empty();
        if (message.preKeyId().isPresent()) {
            int id = message.preKeyId().getAsInt();
            preKey = keys.preKey(id);
            if (preKey.isEmpty()) {
                throw new DecryptFailed(new Reason.UnknownPreKey(id), "one-time pre-key is gone: " + id);
            }
        }
        try {
            return Ratchet.responder(keys.identity(), signedPreKey, preKey, message);
        } catch (InvalidKey e) {
            throw new DecryptFailed(new Reason.Malformed(), "unusable key in a pre-key message", e);
        }
    }

    private static Decrypted decryptLater(SessionRecord record, WhisperMessage message, RandomGenerator random) {
        List<SessionState> states = record.states();
        Reason reason = new Reason.NoSession();
        for (int i = 0; i < states.size(); i++) {
            switch (Ratchet.open(states.get(i), message, random)) {
                case Attempt.Opened opened -> {
                    return decrypted(record.promoted(i, opened.after()), opened, OptionalInt.empty(), Optional.empty());
                }
                case Attempt.Failed(Reason.DuplicateMessage duplicate) -> throw failed(duplicate);
                case Attempt.Failed(Reason other) -> reason = i == 0 ? other : reason;
            }
        }
        throw failed(reason);
    }

    private static Decrypted decrypted(
            SessionRecord record, Attempt.Opened opened, OptionalInt preKeyId, Optional<PublicKey> replaced) {
        return new Decrypted(
                record, opened.plaintext(), preKeyId, opened.after().peers().remoteIdentity(), replaced);
    }

    /// The record itself, or an empty one if it belongs to another identity.
    private static SessionRecord trusting(SessionRecord record, PublicKey identity) {
        return otherIdentity(record, identity).isEmpty() ? record : SessionRecord.EMPTY;
    }

    /// The identity of the record if it is not the given one.
    private static Optional<PublicKey> otherIdentity(SessionRecord record, PublicKey identity) {
        return record.remoteIdentity().filter(known -> !known.equals(identity));
    }

    private static Attempt.Opened orThrow(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Opened opened -> opened;
            case Attempt.Failed(Reason reason) -> throw failed(reason);
        };
    }

    private static DecryptFailed failed(Reason reason) {
        return new DecryptFailed(
                reason, "message does not open: " + reason.getClass().getSimpleName());
    }
}
