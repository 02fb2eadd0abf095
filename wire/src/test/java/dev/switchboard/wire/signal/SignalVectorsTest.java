// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Conversations recorded from npm libsignal, replayed byte for byte with the same fresh keys.
final class SignalVectorsTest {

    private static final JsonNode SESSION = VectorKeys.MESSAGING.get("session");
    private static final FixedRandom NONE = FixedRandom.of();

    private final Party alice = new Party(VectorKeys.pair("alice.identity"), 1111);
    private final Party bob = new Party(VectorKeys.pair("bob.identity"), 2222);

    SignalVectorsTest() {
        JsonNode signed = SESSION.get("bundle").get("signedPreKey");
        bob.add(new SignedPreKey(5, VectorKeys.pair("bob.signedPreKey"), VectorKeys.bytes(signed.get("signature"))));
        bob.add(new PreKey(77, VectorKeys.pair("bob.oneTimePreKey")));
        JsonNode crossed = VectorKeys.MESSAGING.get("simultaneousInitiation").get("extraKeys");
        alice.add(new SignedPreKey(
                9,
                VectorKeys.pair("alice.signedPreKey"),
                VectorKeys.bytes(crossed.get("alice.signedPreKey").get("signature"))));
    }

    @Test
    void replaysTheRecordedConversation() {
        Map<String, Ciphertext> sent = new HashMap<>();
        alice.begin(bob.bundle(5, Optional.of(77)), VectorKeys.fresh("alice.base", "alice.ratchet1"));
        int steps = 0;
        for (JsonNode step : SESSION.get("steps")) {
            Party party = step.get("by").textValue().equals("alice") ? alice : bob;
            String label = step.get("label").textValue();
            if (step.get("do").textValue().equals("encrypt")) {
                sent.put(label, encrypt(party, step));
            } else {
                decrypt(party, step, sent.get(label));
            }
            steps++;
        }
        assertThat(steps).isEqualTo(16);
        assertThat(bob.preKeys).isEmpty();
    }

    private static Ciphertext encrypt(Party party, JsonNode step) {
        Ciphertext ciphertext = party.encrypt(step.get("plaintextUtf8").textValue());
        assertThat(ciphertext.type().wireName()).isEqualTo(step.get("type").textValue());
        assertThat(ciphertext.body().hex()).isEqualTo(step.get("wire").textValue());
        return ciphertext;
    }

    private static void decrypt(Party party, JsonNode step, Ciphertext sent) {
        Ciphertext ciphertext =
                step.has("wire") ? new Ciphertext(CiphertextType.MESSAGE, VectorKeys.bytes(step.get("wire"))) : sent;
        if (step.get("expect").textValue().equals("ok")) {
            FixedRandom random = step.has("newRatchetKeyUsed")
                    ? VectorKeys.fresh(step.get("newRatchetKeyUsed").textValue())
                    : NONE;
            String expected = Vectors.each(SESSION.get("steps"))
                    .filter(other -> other.get("label").equals(step.get("label")) && other.has("plaintextUtf8"))
                    .findFirst()
                    .orElseThrow()
                    .get("plaintextUtf8")
                    .textValue();
            assertThat(party.text(ciphertext, random)).isEqualTo(expected);
            assertThat(random.remaining()).isZero();
        } else {
            SessionRecord before = party.session();
            assertThatThrownBy(() -> party.decrypt(ciphertext, NONE))
                    .isInstanceOfSatisfying(
                            DecryptFailed.class,
                            failure -> assertThat(failure.reason()).isInstanceOf(Reason.DuplicateMessage.class));
            assertThat(party.session()).isEqualTo(before);
        }
    }

    @Test
    void derivesTheRecordedRootAndChainKeys() {
        JsonNode roots = SESSION.get("rootKeys");
        JsonNode chains = SESSION.get("chainKeys");
        alice.begin(bob.bundle(5, Optional.of(77)), VectorKeys.fresh("alice.base", "alice.ratchet1"));
        assertRoot(alice, roots.get("afterAliceRatchet1"));
        assertChain(alice, chains.get("alice.ratchet1"));
        bob.decrypt(alice.encrypt("1"), VectorKeys.fresh("bob.ratchet1"));
        assertRoot(bob, roots.get("afterBobRatchet1"));
        assertChain(bob, chains.get("bob.ratchet1"));
        alice.decrypt(bob.encrypt("2"), VectorKeys.fresh("alice.ratchet2"));
        assertRoot(alice, roots.get("afterAliceRatchet2"));
        assertChain(alice, chains.get("alice.ratchet2"));
        bob.decrypt(alice.encrypt("3"), VectorKeys.fresh("bob.ratchet2"));
        assertRoot(bob, roots.get("afterBobRatchet2"));
        assertChain(bob, chains.get("bob.ratchet2"));
    }

    private static void assertRoot(Party party, JsonNode expected) {
        assertThat(party.session().current().orElseThrow().rootKey()).isEqualTo(VectorKeys.bytes(expected));
    }

    private static void assertChain(Party party, JsonNode expected) {
        ChainKey chain = party.session().current().orElseThrow().sending().chainKey();
        assertThat(chain.key()).isEqualTo(VectorKeys.bytes(expected));
        assertThat(chain.index()).isZero();
    }

    @Test
    void derivesTheRecordedMessageKeys() {
        JsonNode expected = SESSION.get("messageKeysOfA0");
        JsonNode seed = SESSION.get("steps").get(0).get("messageKeySeed");
        MessageKeys keys = MessageKeys.of(VectorKeys.bytes(seed).toByteArray());
        assertThat(keys.cipherKey()).isEqualTo(Vectors.hex(expected, "cipherKey"));
        assertThat(keys.macKey()).isEqualTo(Vectors.hex(expected, "macKey"));
        assertThat(keys.iv()).isEqualTo(Vectors.hex(expected, "iv"));
    }

    @Test
    void readsTheRecordedPreKeyMessage() {
        JsonNode expected = SESSION.get("preKeyMessageA0");
        PreKeyWhisperMessage message =
                PreKeyWhisperMessage.decode(Vectors.hex(SESSION.get("steps").get(0), "wire"));
        assertThat(message.preKeyId())
                .isEqualTo(OptionalInt.of(expected.get("preKeyId").intValue()));
        assertThat(message.signedPreKeyId())
                .isEqualTo(expected.get("signedPreKeyId").intValue());
        assertThat(message.registrationId())
                .isEqualTo(expected.get("registrationId").intValue());
        assertThat(message.baseKey().prefixed()).isEqualTo(Vectors.hex(expected, "baseKey"));
        assertThat(message.identity().prefixed()).isEqualTo(Vectors.hex(expected, "identityKey"));
    }

    @Test
    void beginsWithoutOneTimePreKey() {
        JsonNode vector = VectorKeys.MESSAGING.get("sessionWithoutOneTimePreKey");
        alice.begin(bob.bundle(5, Optional.empty()), VectorKeys.fresh("alice.base", "alice.ratchet1"));
        Ciphertext ciphertext = alice.encrypt(vector.get("plaintextUtf8").textValue());
        assertThat(ciphertext.body()).isEqualTo(VectorKeys.bytes(vector.get("wire")));
        Decrypted decrypted = bob.decrypt(ciphertext, VectorKeys.fresh("bob.ratchet1"));
        assertThat(decrypted.consumedPreKey()).isEmpty();
        assertThat(decrypted.plaintext().asUtf8())
                .isEqualTo(vector.get("plaintextUtf8").textValue());
    }

    @Test
    void keepsBothSessionsWhenBothBeginAtOnce() {
        List<JsonNode> steps = Vectors.each(
                        VectorKeys.MESSAGING.get("simultaneousInitiation").get("steps"))
                .toList();
        alice.begin(bob.bundle(5, Optional.empty()), fresh(steps.get(0)));
        bob.begin(alice.bundle(9, Optional.empty()), fresh(steps.get(1)));
        Ciphertext first = encryptCrossed(alice, steps.get(0));
        Ciphertext second = encryptCrossed(bob, steps.get(1));
        decryptCrossed(bob, steps.get(0), first);
        decryptCrossed(alice, steps.get(1), second);
        Ciphertext third = encryptCrossed(bob, steps.get(2));
        Ciphertext fourth = encryptCrossed(alice, steps.get(3));
        decryptCrossed(alice, steps.get(2), third);
        decryptCrossed(bob, steps.get(3), fourth);
        assertThat(alice.session().archivedCount()).isOne();
        assertThat(bob.session().archivedCount()).isOne();
    }

    private static FixedRandom fresh(JsonNode step) {
        return VectorKeys.fresh(
                Vectors.each(step.get("fresh")).map(JsonNode::textValue).toArray(String[]::new));
    }

    private static Ciphertext encryptCrossed(Party party, JsonNode step) {
        Ciphertext ciphertext = party.encrypt(step.get("text").textValue());
        assertThat(ciphertext.type().wireName()).isEqualTo(step.get("type").textValue());
        assertThat(ciphertext.body().hex()).isEqualTo(step.get("wire").textValue());
        return ciphertext;
    }

    private static void decryptCrossed(Party party, JsonNode step, Ciphertext ciphertext) {
        FixedRandom random = VectorKeys.fresh(step.get("receiverFresh").textValue());
        assertThat(party.text(ciphertext, random)).isEqualTo(step.get("text").textValue());
        assertThat(random.remaining()).isZero();
    }

    @Test
    void encodesNumbersAndDigestsAsRecorded() {
        JsonNode encodings = VectorKeys.MESSAGING.get("encodings");
        assertThat(KeyIds.registrationIdBytes(11111).hex())
                .isEqualTo(encodings.get("registrationId_11111").textValue());
        assertThat(KeyIds.preKeyIdBytes(77).hex())
                .isEqualTo(encodings.get("preKeyId_77").textValue());
        assertThat(KeyIds.preKeyIdBytes(0xabcdef).hex())
                .isEqualTo(encodings.get("preKeyId_0xabcdef").textValue());
        JsonNode digest = Vectors.auth().get("keyBundleDigest");
        var signed = new PublicSignedPreKey(
                1, PublicKey.of(Vectors.hex(digest, "signedPreKey")), VectorKeys.bytes(digest.get("signature")));
        var preKeys = Vectors.each(digest.get("preKeys"))
                .map(key -> PublicKey.of(VectorKeys.bytes(key)))
                .toList();
        var identity = PublicKey.of(Vectors.hex(digest, "identity"));
        assertThat(KeyBundleDigest.of(identity, signed, preKeys).hex())
                .isEqualTo(digest.get("sha1").textValue());
    }

    @Test
    void opensTheGroupMessagesOfBaileysWithTheirGaps() {
        JsonNode vector = VectorKeys.MESSAGING.get("senderKey");
        SenderKeyRecord record = GroupCipher.process(
                SenderKeyRecord.EMPTY, SenderKeyDistribution.decode(VectorKeys.bytes(vector.get("distribution"))));
        for (JsonNode position : vector.get("deliverOrder")) {
            JsonNode step = vector.get("baileysSteps").get(position.intValue());
            GroupDecrypted opened = GroupCipher.decrypt(record, VectorKeys.bytes(step.get("wire")));
            assertThat(opened.plaintext().asUtf8()).isEqualTo(step.get("text").textValue());
            record = SenderKeyRecord.parse(opened.senderKey().serialize());
        }
        SenderKeyRecord last = record;
        Bytes first = VectorKeys.bytes(vector.get("baileysSteps").get(0).get("wire"));
        assertThatThrownBy(() -> GroupCipher.decrypt(last, first))
                .isInstanceOfSatisfying(
                        DecryptFailed.class,
                        failure -> assertThat(failure.reason()).isEqualTo(new Reason.DuplicateMessage(0)));
    }

    @Test
    void writesTheGroupMessagesThatBaileysReads() {
        JsonNode vector = VectorKeys.MESSAGING.get("senderKey");
        KeyPair signing = VectorKeys.pair("group.signing");
        Bytes chainKey = VectorKeys.bytes(vector.get("chainKey0"));
        ReceivingChain chain = new ReceivingChain(signing.publicKey(), new ChainKey(chainKey, 0), SkippedKeys.NONE);
        SenderKeyRecord own = new SenderKeyRecord(
                List.of(new SenderKeyState(vector.get("keyId").intValue(), chain, signing.privateKey())));
        assertThat(GroupCipher.distribution(own).encode().hex())
                .isEqualTo(vector.get("distribution").textValue());
        for (JsonNode step : vector.get("standardSteps")) {
            GroupEncrypted sent =
                    GroupCipher.encrypt(own, Bytes.utf8(step.get("text").textValue()), FixedRandom.of(new byte[64]));
            String expected = step.get("wire").textValue();
            String unsigned = expected.substring(0, expected.length() - 128);
            assertThat(sent.ciphertext().body().hex()).startsWith(unsigned).hasSameSizeAs(expected);
            own = SenderKeyRecord.parse(sent.senderKey().serialize());
        }
    }

    @Test
    void readsALaterDistribution() {
        JsonNode vector = VectorKeys.MESSAGING.get("senderKey");
        Bytes wire = VectorKeys.bytes(vector.get("distributionAfterThree"));
        SenderKeyDistribution distribution = SenderKeyDistribution.decode(wire);
        assertThat(distribution.iteration())
                .isEqualTo(vector.get("distributionAfterThreeIteration").intValue());
        assertThat(distribution.encode()).isEqualTo(wire);
    }
}
