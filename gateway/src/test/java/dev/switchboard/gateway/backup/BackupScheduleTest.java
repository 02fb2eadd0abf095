// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.health.Concern;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.media.S3Server;
import dev.switchboard.gateway.settings.BackupSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.testkit.KilledProgram;
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
    private static final String WRONG = "another-secret";
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
        return schedule(Shelf.folder(shelf));
    }

    private BackupSchedule schedule(Shelf shelf) {
        BackupSettings settings = new BackupSettings(
                Optional.of(DAY), Optional.empty(), Optional.empty(), 2, Optional.of(PASSPHRASE), Optional.empty());
        return new BackupSchedule(
                backups, settings, shelf, folder.resolve("scratch"), clock, new BackupSchedule.Told() {
                    @Override
                    public void made(String name, Summary summary) {
                        told.add("made " + name);
                    }

                    @Override
                    public void failed(String reason) {
                        told.add("failed");
                        assertThat(reason).doesNotContain(WRONG);
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
        assertThat(schedule.look()).get().extracting(Concern.Warning::code).isEqualTo("backup_failed");
        Files.delete(shelf);
        schedule.turn(DAY);
        assertThat(schedule.look()).isEmpty();
    }

    @Test
    void warnsWhenOneIsOverdueAndNothingHappens() {
        BackupSchedule schedule = schedule(folder.resolve("shelf"));
        assertThat(schedule.look()).isEmpty();
        schedule.turn(DAY);
        clock.advance(DAY.plusMinutes(59));
        assertThat(schedule.look()).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        assertThat(schedule.look()).get().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("backup_overdue");
            assertThat(warning.detail()).contains("2026-11-21T12:00:00Z");
        });
        schedule.turn(DAY);
        assertThat(schedule.look()).isEmpty();
    }

    @Test
    void keepsThemInAnObjectStorageThatChecksSignatures() throws Exception {
        try (S3Server server = S3Server.start()) {
            Shelf shelf = Shelf.objects(server.storage(S3Server.SECRET));
            for (int day = 0; day < 3; day++) {
                assertThat(schedule(shelf).turn(DAY)).isEqualTo(DAY);
                clock.advance(DAY);
            }
            assertThat(shelf.names())
                    .containsExactly("switchboard-20261121T120000Z.swb", "switchboard-20261122T120000Z.swb");
            byte[] newest = server.content("sb/backups/switchboard-20261122T120000Z.swb");
            Path back = Files.write(folder.resolve("back.swb"), newest);
            assertThat(Restore.check(back, new BackupKey.Passphrase(PASSPHRASE)).rows())
                    .isPositive();

            BackupSchedule wrong = schedule(Shelf.objects(server.storage(WRONG)));
            assertThat(wrong.turn(DAY)).isLessThan(DAY);
            assertThat(told).endsWith("failed");
            assertThat(wrong.look()).isPresent();
            assertThat(shelf.names()).hasSize(2);
        }
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void killedInTheMiddleOfOneItLeavesNothingThatLooksWholeAndMakesTheNext() throws Exception {
        Path shelf = folder.resolve("shelf");
        KilledProgram.killedAt(DyingSchedule.REACHED, DyingSchedule.class.getName(), folder.toString());
        assertThat(Shelf.folder(shelf).names()).isEmpty();
        Path half;
        try (var left = Files.list(folder.resolve("scratch"))) {
            half = left.toList().getFirst();
        }
        assertThat(half).hasFileName("switchboard-20261120T120000Z.swb.part");
        assertThatThrownBy(() -> Restore.check(half, new BackupKey.Passphrase(PASSPHRASE)))
                .isInstanceOf(BackupRefused.class);

        Files.createDirectories(shelf);
        Files.copy(half, shelf.resolve(half.getFileName())); // as if it had ended while it was put there
        schedule(shelf).turn(DAY);
        assertThat(told).containsExactly("made switchboard-20261120T120000Z.swb");
        assertThat(shelf).isDirectoryContaining("glob:**.swb").isDirectoryNotContaining("glob:**.part");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    /// A store without files.
    static class NoFiles implements MediaStore {
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
