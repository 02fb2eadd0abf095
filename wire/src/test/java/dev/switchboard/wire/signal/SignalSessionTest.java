// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The rules of sessions that recorded conversations do not reach.
final class SignalSessionTest {

    private final SeededRandom random = new SeededRandom(1);
    private final Party alice = Party.create(50, random);
    private final Party bob = Party.create(50, random);

    private void converse() {
        alice.begin(bob.bundle(1, Optional.of(1)), random);
        bob.decrypt(alice.encrypt("hello"), random);
        alice.decrypt(bob.encrypt("hello"), random);
    }

    private static Reason reason(Throwable failure) {
        return ((DecryptFailed) failure).reason();
    }

    private Reason refusal(Party party, Ciphertext ciphertext) {
        SessionRecord before = party.session();
        try {
            party.decrypt(ciphertext, random);
        } catch (DecryptFailed e) {
            assertThat(party.session()).isEqualTo(before);
            return e.reason();
        }
        throw new AssertionError("opened");
    }

    @Test
    void sendsPreKeyMessagesUntilTheOtherHasAnswered() {
        alice.begin(bob.bundle(1, Optional.of(1)), random);
        assertThat(alice.session().isUnacknowledged()).isTrue();
        assertThat(alice.encrypt("1").type()).isEqualTo(CiphertextType.PREKEY);
        bob.decrypt(alice.encrypt("2"), random);
        assertThat(alice.encrypt("3").type()).isEqualTo(CiphertextType.PREKEY);
        alice.decrypt(bob.encrypt("answer"), random);
        assertThat(alice.session().isUnacknowledged()).isFalse();
        assertThat(alice.encrypt("4").type()).isEqualTo(CiphertextType.MESSAGE);
    }

    @Test
    void namesTheConsumedPreKeyOnceOnly() {
        alice.begin(bob.bundle(1, Optional.of(7)), random);
        Ciphertext first = alice.encrypt("1");
        Ciphertext second = alice.encrypt("2");
        assertThat(bob.decrypt(first, random).consumedPreKey()).hasValue(7);
        assertThat(bob.decrypt(second, random).consumedPreKey()).isEmpty();
    }

    @Test
    void keepsThePreKeyOfAMessageThatDoesNotOpen() {
        alice.begin(bob.bundle(1, Optional.of(7)), random);
        Ciphertext message = alice.encrypt("1");
        byte[] body = message.body().toByteArray();
        body[body.length - 20] ^= 1;
        assertThat(refusal(bob, new Ciphertext(CiphertextType.PREKEY, Bytes.copyOf(body))))
                .isInstanceOf(Reason.BadMac.class);
        assertThat(bob.text(message, random)).isEqualTo("1");
    }

    @Test
    void refusesPreKeysThatAreGoneOrNeverWere() {
        alice.begin(bob.bundle(1, Optional.of(7)), random);
        Ciphertext message = alice.encrypt("1");
        bob.preKeys.remove(7);
        assertThat(refusal(bob, message)).isEqualTo(new Reason.UnknownPreKey(7));
        bob.signedPreKeys.clear();
        assertThat(refusal(bob, message)).isEqualTo(new Reason.UnknownSignedPreKey(1));
    }

    @Test
    void stillOpensPreKeyMessagesUnderTheSignedPreKeyBefore() {
        alice.begin(bob.bundle(1, Optional.empty()), random);
        bob.add(SignedPreKey.generate(2, bob.identity().keyPair().privateKey(), random));
        assertThat(bob.text(alice.encrypt("late"), random)).isEqualTo("late");
    }

    @Test
    void refusesABundleThatItsOwnerDidNotSign() {
        PreKeyBundle good = bob.bundle(1, Optional.of(1));
        PreKeyBundle bad = new PreKeyBundle(
                good.registrationId(), alice.identity().keyPair().publicKey(), good.signedPreKey(), good.preKey());
        assertThatThrownBy(() -> alice.begin(bad, random)).isInstanceOf(InvalidKey.class);
        assertThat(alice.session().isEmpty()).isTrue();
    }

    @Test
    void refusesABundleWithAKeyOfSmallOrder() {
        PreKeyBundle good = bob.bundle(1, Optional.of(1));
        PublicKey zero = PublicKey.of(new byte[32]);
        PreKeyBundle bad = new PreKeyBundle(
                good.registrationId(), good.identity(), good.signedPreKey(), Optional.of(new PublicPreKey(1, zero)));
        assertThatThrownBy(() -> alice.begin(bad, random)).isInstanceOf(InvalidKey.class);
    }

    @Test
    void cannotOpenWithoutASession() {
        converse();
        Ciphertext message = alice.encrypt("1");
        bob.session(SessionRecord.EMPTY);
        assertThat(refusal(bob, message)).isInstanceOf(Reason.NoSession.class);
        assertThatThrownBy(() -> bob.encrypt("1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsADuplicateFromADamagedMessage() {
        converse();
        Ciphertext message = alice.encrypt("1");
        byte[] damaged = message.body().toByteArray();
        damaged[damaged.length - 1] ^= 1;
        Ciphertext bad = new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(damaged));
        assertThat(refusal(bob, bad)).isInstanceOf(Reason.BadMac.class);
        bob.decrypt(message, random);
        assertThat(refusal(bob, message)).isEqualTo(new Reason.DuplicateMessage(0));
        assertThat(refusal(bob, bad)).isEqualTo(new Reason.DuplicateMessage(0));
    }

    @Test
    void opensAShuffledChainCompletely() {
        converse();
        List<Ciphertext> messages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            messages.add(alice.encrypt("message " + i));
        }
        Collections.shuffle(messages, new Random(3));
        for (Ciphertext message : messages) {
            assertThat(bob.text(message, random)).startsWith("message ");
        }
        ReceivingChain chain = bob.session().current().orElseThrow().receiving().getLast();
        assertThat(chain.skipped().size()).isZero();
    }

    @Test
    void skipsTwoThousandMessagesButNoMore() {
        converse();
        for (int i = 0; i < 2000; i++) {
            alice.encrypt("lost");
        }
        Ciphertext reachable = alice.encrypt("reachable");
        Ciphertext tooFar = alice.encrypt("too far");
        assertThat(refusal(bob, tooFar)).isEqualTo(new Reason.TooFarAhead(2001));
        assertThat(bob.text(reachable, random)).isEqualTo("reachable");
        assertThat(bob.text(tooFar, random)).isEqualTo("too far");
        assertThat(bob.session().serialize().size()).isBetween(2000 * 33, 2000 * 34 + 1000);
    }

    @Test
    void dropsTheOldestSkippedMessagesBeyondTwoThousand() {
        converse();
        Ciphertext oldest = alice.encrypt("oldest");
        List<Ciphertext> kept = new ArrayList<>();
        for (int i = 0; i < 1999; i++) {
            kept.add(alice.encrypt("kept"));
        }
        bob.decrypt(alice.encrypt("first arrival"), random);
        kept.add(alice.encrypt("kept"));
        bob.decrypt(alice.encrypt("second arrival"), random);
        assertThat(refusal(bob, oldest)).isInstanceOf(Reason.DuplicateMessage.class);
        assertThat(bob.text(kept.getFirst(), random)).isEqualTo("kept");
        assertThat(bob.text(kept.getLast(), random)).isEqualTo("kept");
    }

    @Test
    void keepsFiveChainsOfTheOther() {
        converse();
        List<Ciphertext> late = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            late.add(alice.encrypt("late " + i));
            bob.decrypt(alice.encrypt("on time"), random);
            alice.decrypt(bob.encrypt("answer"), random);
        }
        assertThat(bob.session().current().orElseThrow().receiving()).hasSize(5);
        assertThat(refusal(bob, late.get(0))).isInstanceOf(Reason.BadMac.class);
        for (int i = 1; i < 6; i++) {
            assertThat(bob.text(late.get(i), random)).isEqualTo("late " + i);
        }
    }

    @Test
    void forgetsTheChainKeyOnceTheOtherHasStepped() {
        converse();
        bob.decrypt(alice.encrypt("1"), random);
        Ciphertext late = alice.encrypt("late");
        alice.decrypt(bob.encrypt("answer"), random);
        bob.decrypt(alice.encrypt("2"), random);
        List<ReceivingChain> chains = bob.session().current().orElseThrow().receiving();
        ReceivingChain before = chains.get(chains.size() - 2);
        assertThat(before.chainKey()).isNull();
        assertThat(before.skipped().size()).isOne();
        assertThat(bob.text(late, random)).isEqualTo("late");
    }

    @Test
    void toleratesThePreviousCounterOfAChainThatNeverSent() {
        ReceivingChain chain = new ReceivingChain(
                KeyPair.generate(random).publicKey(),
                new ChainKey(Bytes.copyOf(random.bytes(32)), 3),
                SkippedKeys.NONE);
        assertThat(chain.closed(-1).skipped().size()).isZero();
        assertThat(chain.closed(2).skipped().size()).isZero();
        assertThat(chain.closed(4).skipped().size()).isEqualTo(2);
        assertThat(chain.closed(Integer.MAX_VALUE).skipped().size()).isEqualTo(2000);
        assertThat(chain.closed(Integer.MIN_VALUE).chainKey()).isNull();
    }

    @Test
    void archivesFortyStates() {
        converse();
        Ciphertext oldest = alice.encrypt("oldest state");
        for (int i = 2; i < 43; i++) {
            alice.begin(bob.bundle(1, Optional.of(i)), random);
            bob.decrypt(alice.encrypt("again"), random);
        }
        assertThat(bob.session().archivedCount()).isEqualTo(40);
        assertThat(alice.session().archivedCount()).isEqualTo(40);
        assertThat(refusal(bob, oldest)).isInstanceOf(Reason.BadMac.class);
    }

    @Test
    void promotesAnArchivedStateThatWorks() {
        converse();
        PublicKey first = bob.session().baseKey().orElseThrow();
        Ciphertext late = alice.encrypt("late");
        alice.begin(bob.bundle(1, Optional.of(2)), random);
        bob.decrypt(alice.encrypt("new"), random);
        PublicKey second = bob.session().baseKey().orElseThrow();
        assertThat(second).isNotEqualTo(first);
        bob.decrypt(late, random);
        assertThat(bob.session().baseKey()).contains(first);
        assertThat(bob.session().archivedCount()).isOne();
    }

    @Test
    void archivesOnDemand() {
        converse();
        Ciphertext late = alice.encrypt("late");
        bob.session(bob.session().archiveCurrent());
        assertThat(bob.session().canEncrypt()).isFalse();
        assertThat(bob.session().isEmpty()).isFalse();
        assertThat(bob.session().remoteIdentity())
                .contains(alice.identity().keyPair().publicKey());
        assertThat(bob.text(late, random)).isEqualTo("late");
        assertThat(bob.session().canEncrypt()).isTrue();
    }

    @Test
    void dropsTheSessionsOfAnIdentityThatWasReplaced() {
        converse();
        PublicKey before = alice.identity().keyPair().publicKey();
        Ciphertext old = alice.encrypt("by the old identity");
        alice.reinstall(random);
        alice.begin(bob.bundle(1, Optional.of(2)), random);
        Decrypted decrypted = bob.decrypt(alice.encrypt("it is me"), random);
        assertThat(decrypted.replacedIdentity()).contains(before);
        assertThat(decrypted.identity()).isEqualTo(alice.identity().keyPair().publicKey());
        assertThat(bob.session().archivedCount()).isZero();
        assertThat(refusal(bob, old)).isInstanceOf(Reason.BadMac.class);
    }

    @Test
    void keepsTheSessionsIfTheNewIdentityProvesNothing() {
        converse();
        Ciphertext good = alice.encrypt("still me");
        Party stranger = Party.create(0, random);
        stranger.begin(bob.bundle(1, Optional.of(2)), random);
        byte[] body = stranger.encrypt("it is me").body().toByteArray();
        body[body.length - 10] ^= 1;
        assertThat(refusal(bob, new Ciphertext(CiphertextType.PREKEY, Bytes.copyOf(body))))
                .isInstanceOf(Reason.BadMac.class);
        assertThat(bob.text(good, random)).isEqualTo("still me");
    }

    @Test
    void reportsTheIdentityOfAFirstMessage() {
        alice.begin(bob.bundle(1, Optional.of(1)), random);
        Decrypted decrypted = bob.decrypt(alice.encrypt("hello"), random);
        assertThat(decrypted.identity()).isEqualTo(alice.identity().keyPair().publicKey());
        assertThat(decrypted.replacedIdentity()).isEmpty();
    }

    @Test
    void dropsOlderStatesWhenABundleHasAnotherIdentity() {
        converse();
        bob.reinstall(random);
        alice.begin(bob.bundle(1, Optional.empty()), random);
        assertThat(alice.session().archivedCount()).isZero();
        assertThat(bob.text(alice.encrypt("hello again"), random)).isEqualTo("hello again");
    }

    @Test
    void refusesOtherVersions() {
        converse();
        byte[] body = alice.encrypt("1").body().toByteArray();
        body[0] = 0x23;
        assertThat(refusal(bob, new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(body))))
                .isEqualTo(new Reason.UnsupportedVersion(2));
        body[0] = 0x34;
        assertThat(refusal(bob, new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(body))))
                .isEqualTo(new Reason.UnsupportedVersion(3));
        assertThat(refusal(bob, new Ciphertext(CiphertextType.SENDER_KEY, Bytes.copyOf(body))))
                .isInstanceOf(Reason.Malformed.class);
    }

    @Test
    void refusesARatchetKeyOfSmallOrder() {
        converse();
        byte[] body = alice.encrypt("1").body().toByteArray();
        for (int i = 0; i < 32; i++) {
            body[4 + i] = 0;
        }
        assertThat(refusal(bob, new Ciphertext(CiphertextType.MESSAGE, Bytes.copyOf(body))))
                .isInstanceOf(Reason.Malformed.class);
    }

    @Test
    void givesEachFailureItsRetryCode() {
        assertThat(RetryReason.of(new Reason.NoSession()).code()).isEqualTo(1);
        assertThat(RetryReason.of(new Reason.UnknownPreKey(1)).code()).isEqualTo(3);
        assertThat(RetryReason.of(new Reason.TooFarAhead(1)).code()).isEqualTo(6);
        assertThat(RetryReason.of(new Reason.BadMac()).code()).isEqualTo(7);
        assertThat(RetryReason.of(13)).isEqualTo(RetryReason.STATUS_REVOKE_DELAY);
        assertThat(RetryReason.of(14)).isEqualTo(RetryReason.UNKNOWN);
        assertThat(RetryReason.of(-1)).isEqualTo(RetryReason.UNKNOWN);
        assertThatThrownBy(() -> bob.decrypt(new Ciphertext(CiphertextType.MESSAGE, Bytes.EMPTY), random))
                .satisfies(failure -> assertThat(reason(failure)).isInstanceOf(Reason.Malformed.class));
    }

    @Test
    void wrapsPreKeyIdsAroundZero() {
        List<PreKey> keys = PreKey.generate(KeyIds.MAX_PRE_KEY_ID, 2, random);
        assertThat(keys).extracting(PreKey::id).containsExactly(0xffffff, 1);
        assertThat(KeyIds.preKeyId(KeyIds.preKeyIdBytes(0xabcdef))).isEqualTo(0xabcdef);
        assertThat(KeyIds.registrationId(KeyIds.registrationIdBytes(-2))).isEqualTo(-2);
        assertThatThrownBy(() -> KeyIds.preKeyIdBytes(1 << 24)).isInstanceOf(InvalidKey.class);
        assertThatThrownBy(() -> KeyIds.preKeyId(Bytes.of((byte) 1))).isInstanceOf(InvalidKey.class);
        assertThatThrownBy(() -> KeyIds.registrationId(Bytes.of((byte) 1))).isInstanceOf(InvalidKey.class);
        for (int i = 0; i < 1000; i++) {
            assertThat(KeyIds.newRegistrationId(random)).isBetween(1, 16380);
        }
    }
}
