// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignedPreKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private final SeededRandom random = SeededRandom.of("credentials");

    private Credentials linked() {
        Account account = new Account(
                Jid.pn("15550100001", 3),
                Jid.lid("100000000000001", 3),
                Bytes.fromHex("0a0b"),
                "android",
                Optional.empty(),
                Optional.of("Ada Ł 🌙"),
                NOW);
        return Credentials.unlinked(OwnKeys.generate(random, NOW))
                .withAccount(account)
                .withPreKeys(new PreKeyNumbers(813, 813, true))
                .withServer(new ServerMemory(
                        Bytes.fromHex("0102"),
                        Optional.of(new ServerMemory.StaticKey(Bytes.copyOf(new byte[32]), NOW))))
                .withShared(new Credentials.Shared(Bytes.fromHex("ff"), Bytes.fromHex("000000000001")));
    }

    @Test
    void readsBackWhatItWrote() {
        Credentials credentials = linked();
        assertThat(Credentials.decode(credentials.encode())).isEqualTo(credentials);
    }

    @Test
    void readsBackADeviceThatIsNotLinked() {
        Credentials credentials = Credentials.unlinked(OwnKeys.generate(random, NOW));
        assertThat(Credentials.decode(credentials.encode())).isEqualTo(credentials);
    }

    @Test
    void refusesAnotherForm() {
        assertThatThrownBy(() -> Credentials.decode(Bytes.fromHex("7f00")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("form");
    }

    @Test
    void keepsTheLastThreeSignedPreKeys() {
        OwnKeys keys = OwnKeys.generate(random, NOW);
        for (int id = 2; id <= 5; id++) {
            keys = keys.rotated(SignedPreKey.generate(id, keys.identity().privateKey(), random), NOW.plusSeconds(id));
        }
        assertThat(keys.signedPreKeys()).extracting(SignedPreKey::id).containsExactly(5, 4, 3);
        assertThat(keys.signedPreKey(2)).isEmpty();
        assertThat(keys.signedPreKeyMade()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void saysNothingOfItselfInText() {
        assertThat(linked().account().orElseThrow().toString()).doesNotContain("1555");
    }

    @Test
    void smallRecordsReadBackWhatTheyWrote() {
        KnownDevices devices = new KnownDevices(List.of(7, 0, 7, 3), NOW);
        assertThat(devices.ids()).containsExactly(0, 3, 7);
        assertThat(KnownDevices.decode(devices.encode())).isEqualTo(devices);
        PrivacyToken token = new PrivacyToken(Bytes.fromHex("aabb"), NOW, Optional.of(NOW.plusSeconds(1)));
        assertThat(PrivacyToken.decode(token.encode())).isEqualTo(token);
        Undecrypted state = new Undecrypted(2, NOW, true, false);
        assertThat(Undecrypted.decode(state.encode())).isEqualTo(state);
    }

    @Test
    void aTokenCountsForTheBucketOfItsGivingAndThreeMore() {
        Instant bucketStart = Instant.ofEpochSecond(604_800L * 2000);
        PrivacyToken token = new PrivacyToken(Bytes.fromHex("aa"), bucketStart, Optional.empty());
        assertThat(token.live(bucketStart.plusSeconds(604_800L * 4 - 1))).isTrue();
        assertThat(token.live(bucketStart.plusSeconds(604_800L * 4))).isFalse();
    }
}
