// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.backup;

import dev.switchboard.gateway.settings.BackupSettings;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A schedule in a process of its own that makes a backup, and stops when it comes to the files, after all rows.
final class DyingSchedule {
    static final String REACHED = "in the middle";

    private DyingSchedule() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        SeededRandom random = SeededRandom.of("dying schedule");
        MutableClock clock = MutableClock.at("2026-11-20T12:00:00Z");
        Database database = Database.open(folder.resolve("dying.db"));
        Tenants tenants = new Tenants(database, MasterKey.passing(random), clock, random);
        tenants.ensure(new TenantId("main"), "Main");
        database.write(tx -> tx.update(
                "INSERT INTO media_blob (tenant_id, sha256, object, size, sealed_key, created_at)"
                        + " VALUES ('main', ?, 'file', 1000, ?, 0)",
                "0".repeat(64),
                new byte[] {1}));
        BackupSettings settings = new BackupSettings(
                Optional.of(Duration.ofDays(1)),
                Optional.empty(),
                Optional.empty(),
                2,
                Optional.of("a passphrase of the test"),
                Optional.empty());
        Backups backups = new Backups(database, tenants, new Stopping(), clock, random);
        new BackupSchedule(
                        backups,
                        settings,
                        Shelf.folder(folder.resolve("shelf")),
                        folder.resolve("scratch"),
                        clock,
                        new Silent())
                .turn(Duration.ofDays(1));
    }

    private static final class Silent implements BackupSchedule.Told {
        @Override
        public void made(String name, Summary summary) {
            System.out.println("made " + name);
        }

        @Override
        public void failed(String reason) {
            System.out.println("failed: " + reason);
        }
    }

    /// Whoever reads a file waits until it is killed.
    private static final class Stopping extends BackupScheduleTest.NoFiles {
        @Override
        public InputStream open(String name, long from, long length) throws IOException {
            System.out.println(REACHED);
            System.out.flush();
            System.in.readAllBytes();
            throw new IOException("nobody killed it");
        }
    }
}
