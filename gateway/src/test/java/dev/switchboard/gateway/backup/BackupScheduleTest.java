// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.settings.BackupSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupScheduleTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String PASSPHRASE = "a passphrase of the test";

    /// One for all, as nonces must not come twice.
    private static final SeededRandom RANDOM = SeededRandom.of("backups");

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.at("2026-11-20T12:00:00Z");
    private final List<String> told = new ArrayList<>();
    private Database database;
    private Backups backups;

    @BeforeEach
    void open() {
        database = TestDatabase.open(folder);
        Tenants tenants = new Tenants(database, MasterKey.passing(RANDOM), clock, RANDOM);
        tenants.ensure(new TenantId("main"), "Main");
        backups = new Backups(database, tenants, new NoFiles(), clock, RANDOM);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BackupSchedule schedule(Path shelf) {
        BackupSettings settings = new BackupSettings(
                Optional.of(DAY), Optional.of(shelf), Optional.empty(), 2, Optional.of(PASSPHRASE), Optional.empty());
        return new BackupSchedule(
                backups, settings, Shelf.folder(shelf), folder.resolve("scratch"), clock, new BackupSchedule.Told() {
                    @Override
                    public void made(String name, Summary summary) {
                        told.add("made " + name);
                    }

                    @Override
                    public void failed(String reason) {
                        told.add("failed");
                    }
                });
    }

    @Test
    void makesOneWhenItIsDueAndKeepsTheNewest() throws IOException {
        Path shelf = folder.resolve("shelf");
        Files.createDirectories(shelf);
        Files.writeString(shelf.resolve("somebody-elses.swb"), "stays");
        BackupSchedule schedule = schedule(shelf);
        assertThat(schedule.turn(DAY)).isEqualTo(DAY);
        assertThat(schedule.turn(DAY)).isEqualTo(DAY);
        assertThat(told).containsExactly("made switchboard-20261120T120000Z.swb");
        for (int day = 0; day < 3; day++) {
            clock.advance(DAY);
            schedule(shelf).turn(DAY);
        }
        assertThat(Shelf.folder(shelf).names())
                .containsExactly(
                        "somebody-elses.swb", "switchboard-20261122T120000Z.swb", "switchboard-20261123T120000Z.swb");
        Path newest = shelf.resolve("switchboard-20261123T120000Z.swb");
        assertThat(Restore.check(newest, new BackupKey.Passphrase(PASSPHRASE)).rows())
                .isPositive();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void tellsThatItFailedAndTriesAgainSoon() throws IOException {
        Path shelf = Files.writeString(folder.resolve("shelf"), "a file where a folder is expected");
        BackupSchedule schedule = schedule(shelf);
        assertThat(schedule.turn(DAY)).isLessThan(DAY);
        assertThat(told).containsExactly("failed");
        assertThat(schedule.failure()).isPresent();
        Files.delete(shelf);
        schedule.turn(DAY);
        assertThat(schedule.failure()).isEmpty();
    }

    /// A store without files.
    private static final class NoFiles implements MediaStore {
        @Override
        public void put(String name, Path content) throws IOException {
            Files.delete(content);
        }

        @Override
        public InputStream open(String name, long from, long length) throws IOException {
            throw new NoSuchFileException(name);
        }

        @Override
        public void delete(String name) {}

        @Override
        public void close() {}
    }
}
