// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.crypto.AesCbc;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.XEdDsa;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sender keys as pure functions: one encryption serves a whole group. A call that throws has changed nothing.
public final class GroupCipher {

    private static final byte[] INFO = "WhisperGroup".getBytes(StandardCharsets.US_ASCII);

    private GroupCipher() {}

    /// A record with a new sender key of our own: for a first message to a group, and whenever someone has left it.
    public static SenderKeyRecord create(RandomGenerator random) {
        int keyId = random.nextInt() & Integer.MAX_VALUE;
        byte[] chainKey = new byte[ChainKey.SIZE];
        random.nextBytes(chainKey);
        KeyPair signing = KeyPair.generate(random);
        ReceivingChain chain =
                new ReceivingChain(signing.publicKey(), new ChainKey(Bytes.copyOf(chainKey), 0), SkippedKeys.NONE);
        return new SenderKeyRecord(List.of(new SenderKeyState(keyId, chain, signing.privateKey())));
    }

    /// What to give to members who shall read our next messages.
    ///
    /// @throws IllegalStateException if the record is empty
    public static SenderKeyDistribution distribution(SenderKeyRecord own) {
        SenderKeyState state = newest(own);
        ChainKey link = link(state);
        return new SenderKeyDistribution(state.keyId(), link.index(), link.key(), state.signingKey());
    }

    /// The record of a member after a distribution came. One that was seen before changes nothing but the order;
    /// one with the id of another key replaces that.
    public static SenderKeyRecord process(SenderKeyRecord record, SenderKeyDistribution distribution) {
        ReceivingChain chain = new ReceivingChain(
                distribution.signingKey(),
                new ChainKey(distribution.chainKey(), distribution.iteration()),
                SkippedKeys.NONE);
        SenderKeyState state = new SenderKeyState(distribution.keyId(), chain, null);
        List<SenderKeyState> states = new ArrayList<>();
        for (SenderKeyState known : record.states()) {
            if (known.keyId() != state.keyId()) {
                states.add(known);
            } else if (known.signingKey().equals(state.signingKey())) {
                state = known;
            }
        }
        states.addFirst(state);
        return new SenderKeyRecord(states);
    }

    /// Encrypts by our newest sender key.
    ///
    /// @throws IllegalStateException if the record is empty or not our own
    public static GroupEncrypted encrypt(SenderKeyRecord own, Bytes plaintext, RandomGenerator random) {
        SenderKeyState state = newest(own);
        PrivateKey signingKey = state.signingPrivateKey();
        if (signingKey == null) {
            throw new IllegalStateException("sender key of another member");
        }
        ChainKey link = link(state);
        byte[] okm = Hkdf.derive(link.messageSeed(), INFO, 48);
        byte[] ciphertext = AesCbc.encrypt(cipherKey(okm), iv(okm), plaintext.toByteArray());
        ProtoWriter writer = new ProtoWriter(ciphertext.length + 96)
                .versionByte()
                .number(1, state.keyId())
                .number(2, link.index())
                .bytes(3, ciphertext);
        byte[] signature = XEdDsa.sign(signingKey, writer.toByteArray(), random);
        Bytes wire = writer.raw(signature, 0, signature.length).toBytes();
        ReceivingChain after = new ReceivingChain(state.signingKey(), link.next(), SkippedKeys.NONE);
        List<SenderKeyState> states = new ArrayList<>(own.states());
        states.set(0, new SenderKeyState(state.keyId(), after, signingKey));
        return new GroupEncrypted(new SenderKeyRecord(states), new Ciphertext(CiphertextType.SENDER_KEY, wire));
    }

    /// Opens an `skmsg` by the sender keys of the member who sent it.
    ///
    /// @throws DecryptFailed if it does not open
    public static GroupDecrypted decrypt(SenderKeyRecord record, Bytes wire) {
        GroupMessages.SenderKeyMessage message = GroupMessages.message(wire.toByteArray());
        for (int i = 0; i < record.states().size(); i++) {
            SenderKeyState state = record.states().get(i);
            if (state.keyId() == message.keyId()) {
                return decrypt(record, i, state, message);
            }
        }
        throw new DecryptFailed(new Reason.NoSenderKey(message.keyId()), "no sender key of this id");
    }

    private static GroupDecrypted decrypt(
            SenderKeyRecord record, int position, SenderKeyState state, GroupMessages.SenderKeyMessage message) {
        if (!XEdDsa.verify(
                state.signingKey(),
                message.signed().toByteArray(),
                message.signature().toByteArray())) {
            throw new DecryptFailed(new Reason.BadMac(), "group message is not signed by its sender");
        }
        return switch (state.chain().find(message.iteration())) {
            case ReceivingChain.Found.None(Reason reason) ->
                throw new DecryptFailed(reason, "group message does not open");
            case ReceivingChain.Found.Seed(Bytes seed, ReceivingChain after) -> {
                byte[] okm = Hkdf.derive(seed.toByteArray(), INFO, 48);
                Optional<byte[]> plaintext = AesCbc.decrypt(
                        cipherKey(okm), iv(okm), message.ciphertext().toByteArray());
                if (plaintext.isEmpty()) {
                    throw ProtoReader.malformed("ciphertext");
                }
                List<SenderKeyState> states = new ArrayList<>(record.states());
                states.set(position, new SenderKeyState(state.keyId(), after, state.signingPrivateKey()));
                yield new GroupDecrypted(new SenderKeyRecord(states), Bytes.copyOf(plaintext.get()));
            }
        };
    }

    private static SenderKeyState newest(SenderKeyRecord record) {
        return record.newest().orElseThrow(() -> new IllegalStateException("no sender key"));
    }

    private static ChainKey link(SenderKeyState state) {
        ChainKey link = state.chain().chainKey();
        if (link == null) {
            throw new IllegalStateException("sender key without chain");
        }
        return link;
    }

    private static byte[] iv(byte[] okm) {
        return Arrays.copyOf(okm, 16);
    }

    private static byte[] cipherKey(byte[] okm) {
        return Arrays.copyOfRange(okm, 16, 48);
    }
}
