// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.crypto.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules of sender keys that recorded messages do not reach.
final class GroupCipherTest {

    private final SeededRandom random = new SeededRandom(1);
    private SenderKeyRecord own = GroupCipher.create(random);
    private SenderKeyRecord theirs = GroupCipher.process(SenderKeyRecord.EMPTY, GroupCipher.distribution(own));

    private Bytes send(String text) {
        GroupEncrypted encrypted = GroupCipher.encrypt(own, Bytes.utf8(text), random);
        own = SenderKeyRecord.parse(encrypted.senderKey().serialize());
        return encrypted.ciphertext().body();
    }

    private String read(Bytes wire) {
        GroupDecrypted decrypted = GroupCipher.decrypt(theirs, wire);
        theirs = SenderKeyRecord.parse(decrypted.senderKey().serialize());
        return decrypted.plaintext().asUtf8();
    }

    private Reason refusal(Bytes wire) {
        try {
            read(wire);
        } catch (DecryptFailed e) {
            return e.reason();
        }
        throw new AssertionError("opened");
    }

    @Test
    void opensEachMessageOnceInAnyOrder() {
        List<Bytes> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add(send("message " + i));
        }
        for (int i = 19; i >= 0; i--) {
            assertThat(read(messages.get(i))).isEqualTo("message " + i);
            assertThat(refusal(messages.get(i))).isEqualTo(new Reason.DuplicateMessage(i));
        }
    }

    @Test
    void givesNewMembersTheNextMessagesOnly() {
        Bytes before = send("before");
        theirs = GroupCipher.process(SenderKeyRecord.EMPTY, GroupCipher.distribution(own));
        assertThat(refusal(before)).isEqualTo(new Reason.DuplicateMessage(0));
        assertThat(read(send("after"))).isEqualTo("after");
    }

    @Test
    void keepsItsStateWhenADistributionIsRepeated() {
        Bytes late = send("late");
        read(send("on time"));
        SenderKeyRecord before = theirs;
        theirs = GroupCipher.process(theirs, GroupCipher.distribution(own));
        assertThat(theirs).isEqualTo(before);
        assertThat(read(late)).isEqualTo("late");
    }

    @Test
    void replacesAKeyOfTheSameIdWithAnotherSigner() {
        Bytes old = send("old");
        SenderKeyDistribution first = GroupCipher.distribution(own);
        SenderKeyDistribution forged = new SenderKeyDistribution(
                first.keyId(),
                0,
                Bytes.copyOf(random.bytes(32)),
                KeyPair.generate(random).publicKey());
        theirs = GroupCipher.process(theirs, forged);
        assertThat(theirs.states()).hasSize(1);
        assertThat(refusal(old)).isInstanceOf(Reason.BadMac.class);
    }

    @Test
    void keepsFiveKeysOfAMember() {
        List<Bytes> underOldKeys = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            underOldKeys.add(send("key " + i));
            own = GroupCipher.create(random);
            theirs = GroupCipher.process(theirs, GroupCipher.distribution(own));
        }
        assertThat(theirs.states()).hasSize(5);
        assertThat(refusal(underOldKeys.get(0))).isInstanceOf(Reason.NoSenderKey.class);
        assertThat(refusal(underOldKeys.get(1))).isInstanceOf(Reason.NoSenderKey.class);
        assertThat(read(underOldKeys.get(2))).isEqualTo("key 2");
        assertThat(theirs.keyId()).isEqualTo(own.keyId());
    }

    @Test
    void checksTheSignatureBeforeAnythingElse() {
        Bytes wire = send("1");
        for (int i = 1; i < wire.size(); i++) {
            byte[] changed = wire.toByteArray();
            changed[i] ^= 1;
            assertThat(refusal(Bytes.copyOf(changed)))
                    .isInstanceOfAny(Reason.BadMac.class, Reason.Malformed.class, Reason.NoSenderKey.class);
        }
        assertThat(read(wire)).isEqualTo("1");
    }

    @Test
    void skipsTwoThousandMessagesButNoMore() {
        ChainKey link = GroupCipherTest.link(own);
        for (int i = 0; i < 2001; i++) {
            link = link.next();
        }
        SenderKeyState state = own.states().getFirst();
        own = new SenderKeyRecord(List.of(new SenderKeyState(
                state.keyId(),
                new ReceivingChain(state.signingKey(), link, SkippedKeys.NONE),
                state.signingPrivateKey())));
        assertThat(refusal(send("too far"))).isEqualTo(new Reason.TooFarAhead(2001));
    }

    private static ChainKey link(SenderKeyRecord record) {
        ChainKey link = record.states().getFirst().chain().chainKey();
        if (link == null) {
            throw new AssertionError("no chain");
        }
        return link;
    }

    @Test
    void refusesTheLastNumberThereIs() {
        SenderKeyDistribution last = new SenderKeyDistribution(
                1,
                Integer.MAX_VALUE,
                Bytes.copyOf(random.bytes(32)),
                KeyPair.generate(random).publicKey());
        theirs = GroupCipher.process(SenderKeyRecord.EMPTY, last);
        assertThat(theirs.states().getFirst().chain().find(Integer.MAX_VALUE))
                .isInstanceOf(ReceivingChain.Found.None.class);
        assertThat(SenderKeyRecord.parse(theirs.serialize())).isEqualTo(theirs);
    }

    @Test
    void cannotWriteAsAnotherMemberOrWithoutAKey() {
        assertThatThrownBy(() -> GroupCipher.encrypt(theirs, Bytes.EMPTY, random))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> GroupCipher.encrypt(SenderKeyRecord.EMPTY, Bytes.EMPTY, random))
                .isInstanceOf(IllegalStateException.class);
        assertThat(SenderKeyRecord.EMPTY.keyId()).isEmpty();
        assertThat(SenderKeyRecord.parse(SenderKeyRecord.EMPTY.serialize())).isEqualTo(SenderKeyRecord.EMPTY);
    }

    @Test
    void makesKeysWhoseIdsHave31Bits() {
        for (int i = 0; i < 100; i++) {
            assertThat(GroupCipher.create(random).keyId().orElseThrow()).isNotNegative();
        }
    }
}
