// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.fault.SecretsUnreadable;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final byte[] SECRET = "the ratchet's chain key".getBytes(StandardCharsets.UTF_8);
    /// Every vault has randomness of its own: ciphers refuse a nonce they have seen under the same key.
    private static final AtomicLong VAULTS = new AtomicLong();

    private static final Cell CELL = new Cell("main", 7, "device", "signal_session", "1_1.0", "sealed");

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    private final Map<String, byte[]> wrapped = new HashMap<>();
    private final Vault vault = vault("00".repeat(32));

    @TempDir
    Path folder;

    private Vault vault(String masterKey) {
        Vault made = new Vault(
                MasterKey.ofSetting(masterKey, false),
                wrapped::get,
                clock,
                SeededRandom.of("vault " + VAULTS.incrementAndGet()));
        wrapped.computeIfAbsent("main", made::newTenantKey);
        wrapped.computeIfAbsent("other", made::newTenantKey);
        return made;
    }

    @Test
    void opensWhatItSealed() {
        byte[] sealed = vault.seal(CELL, SECRET);
        assertThat(vault.open(CELL, sealed)).isEqualTo(SECRET);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("ratchet");
        assertThat(vault.seal(CELL, SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void sealedValueWorksInNoOtherPlace() {
        byte[] sealed = vault.seal(CELL, SECRET);
        for (Cell other : List.of(
                new Cell("other", 7, "device", "signal_session", "1_1.0", "sealed"),
                new Cell("main", 8, "device", "signal_session", "1_1.0", "sealed"),
                new Cell("main", 7, "events", "signal_session", "1_1.0", "sealed"),
                new Cell("main", 7, "device", "sender_key", "1_1.0", "sealed"),
                new Cell("main", 7, "device", "signal_session", "1_1.1", "sealed"),
                new Cell("main", 7, "device", "signal_session", "1_1.0", "value"),
                new Cell("main", 7, "device", "signal_session1", "_1.0", "sealed"))) {
            assertThatThrownBy(() -> vault.open(other, sealed)).isInstanceOf(SecretsUnreadable.class);
        }
    }

    @Test
    void noticesEveryChangedByteAndTruncation() {
        byte[] sealed = vault.seal(CELL, SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(CELL, changed)).isInstanceOf(SecretsUnreadable.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> vault.open(CELL, cut)).isInstanceOf(SecretsUnreadable.class);
        }
    }

    @Test
    void keysChangeDailyAndOldValuesStillOpen() {
        byte[] today = vault.seal(CELL, SECRET);
        clock.advance(Duration.ofDays(400));
        assertThat(vault.open(CELL, today)).isEqualTo(SECRET);
        assertThat(Arrays.copyOf(vault.seal(CELL, SECRET), 5)).isNotEqualTo(Arrays.copyOf(today, 5));
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        byte[] sealed = vault.seal(CELL, SECRET);
        Vault other = vault("11".repeat(32));
        assertThatThrownBy(() -> other.open(CELL, sealed)).isInstanceOf(SecretsUnreadable.class);
        assertThatThrownBy(() -> other.check("main")).isInstanceOf(SecretsUnreadable.class);
    }

    @Test
    void settingIsKeyItselfOrPassphrase() {
        String hex = "0123456789abcdef".repeat(4);
        assertThat(MasterKey.ofSetting(hex, false).key().getEncoded()).hasSize(32);
        assertThat(MasterKey.ofSetting(hex.toUpperCase(java.util.Locale.ROOT), false)
                        .key())
                .isEqualTo(MasterKey.ofSetting(hex, false).key());
        String base64 = java.util.Base64.getEncoder()
                .encodeToString(java.util.HexFormat.of().parseHex(hex));
        assertThat(MasterKey.ofSetting(base64, false).key())
                .isEqualTo(MasterKey.ofSetting(hex, false).key());
        assertThat(MasterKey.ofSetting("a passphrase of more than thirty-two characters", false)
                        .key()
                        .getEncoded())
                .hasSize(32);
        assertThatThrownBy(() -> MasterKey.ofSetting("short", false))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageNotContaining("short\"");
    }

    @Test
    void examplesOfTheSeedsAreKeysInTheDemoOnly() {
        String example = "your-32-character-encryption-key";
        assertThat(MasterKey.ofSetting(example, true).key().getEncoded()).hasSize(32);
        assertThatThrownBy(() -> MasterKey.ofSetting(example, false)).isInstanceOf(ConfigurationRefused.class);
        assertThat(MasterKey.ofSetting("your-32-char-hex-key-here", true).key().getEncoded())
                .hasSize(32);
    }

    @Test
    void keyFileIsMadeOnceAndDamageIsTold() throws Exception {
        Path file = folder.resolve("master.key");
        Path database = folder.resolve("switchboard.db");
        MasterKey made = MasterKey.ofFile(file, database, SeededRandom.of("file"));
        Files.writeString(database, "encrypted");
        assertThat(MasterKey.ofFile(file, database, SeededRandom.of("another")).key())
                .isEqualTo(made.key());
        assertThat(made.toString()).doesNotContain("key=");
        Files.writeString(file, "damaged");
        assertThatThrownBy(() -> MasterKey.ofFile(file, database, SeededRandom.of("file")))
                .isInstanceOf(SecretsUnreadable.class);
    }

    @Test
    void missingKeyFileIsNotReplacedOnceThereIsADatabase() throws Exception {
        Path file = folder.resolve("master.key");
        Path database = Files.writeString(folder.resolve("switchboard.db"), "encrypted");
        assertThatThrownBy(() -> MasterKey.ofFile(file, database, SeededRandom.of("file")))
                .isInstanceOf(SecretsUnreadable.class)
                .hasMessageContaining("is missing")
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("linked accounts");
        assertThat(file).doesNotExist();
    }
}
