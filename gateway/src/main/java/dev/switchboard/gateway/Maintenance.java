// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.backup.BackupKey;
import dev.switchboard.gateway.backup.Rekey;
import dev.switchboard.gateway.backup.Restore;
import dev.switchboard.gateway.fault.BackupRefused;
import dev.switchboard.gateway.media.MediaStore;
import dev.switchboard.gateway.media.MediaWiring;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What is done to an installation while its gateway does not run. The data folder and the database are locked
/// meanwhile.
public final class Maintenance {
    private static final String KEY_FILE = "master.key";
    private static final String NEXT = "master.key.next";
    private static final String FORMER = "master.key.former";

    private final GatewayConfig config;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource time = InstantSource.system();

    public Maintenance(GatewayConfig config) {
        this.config = config;
    }

    /// Puts a backup into the installation.
    ///
    /// @param replace whether what is there may be put aside
    public Restore.Outcome restore(Path backup, BackupKey.Opening key, boolean replace, LongConsumer progress)
            throws IOException {
        try (FolderLock _ = FolderLock.take(config.dataFolder());
                MediaStore store = MediaWiring.store(config)) {
            if (isUsed() && !replace) {
                throw new BackupRefused(
                        "there is an installation at " + place()
                                + " (expected: an empty place); --replace puts the backup there and keeps the old"
                                + " database beside it",
                        null);
            }
            Restore.check(backup, key);
            MasterKey master = config.encryptionKey()
                    .map(text -> MasterKey.ofSetting(text, config.demo()))
                    .orElseGet(() -> MasterKey.ofFile(keyFile(), () -> isUsed() && !replace, place(), random));
            Restore.Place to = new Restore.Place(GatewayWiring.databaseFile(config), config.database(), master, store);
            return new Restore(to, time, random).run(backup, key, progress);
        }
    }

    /// Exchanges the master key. If it was interrupted, doing it again ends it.
    ///
    /// @param next the new key, where it is a setting; otherwise one is made and the key file is exchanged
    /// @return how many tenants' keys were wrapped anew
    public int rekey(Optional<String> next) throws IOException {
        try (FolderLock _ = FolderLock.take(config.dataFolder())) {
            if (!isUsed()) {
                throw new BackupRefused("there is no installation at " + place(), null);
            }
            boolean inFile = config.encryptionKey().isEmpty();
            MasterKey old = config.encryptionKey()
                    .map(text -> MasterKey.ofSetting(text, config.demo()))
                    .orElseGet(() -> MasterKey.ofFile(keyFile(), () -> true, place(), random));
            MasterKey fresh = next.map(text -> MasterKey.ofSetting(text, false))
                    .orElseGet(() -> MasterKey.ofFile(config.dataFolder().resolve(NEXT), () -> false, place(), random));
            if (next.isPresent() == inFile) {
                throw new BackupRefused(
                        inFile
                                ? "the master key is in a file (expected: no key is named; a new file is made)"
                                : "the master key is the setting ENCRYPTION_KEY (expected: the new one is named, and"
                                        + " the setting changed afterwards)",
                        null);
            }
            int changed;
            try (Database database = GatewayWiring.open(config)) {
                changed = new Rekey(old, fresh, time, random).run(database);
            }
            if (inFile) {
                exchangeFiles();
            }
            return changed;
        }
    }

    /// The old key stays as a file until its owner deletes it: backups of the data folder may need it.
    private void exchangeFiles() throws IOException {
        Path former = config.dataFolder().resolve(FORMER);
        OwnerOnlyFile.write(former, Files.readString(keyFile()));
        Files.move(
                config.dataFolder().resolve(NEXT),
                keyFile(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Path keyFile() {
        return config.dataFolder().resolve(KEY_FILE);
    }

    private boolean isUsed() {
        return config.database()
                .map(Database::isUsed)
                .orElseGet(() -> Files.exists(GatewayWiring.databaseFile(config)));
    }

    private String place() {
        return config.database()
                .map(Object::toString)
                .orElseGet(() -> config.dataFolder().toString());
    }
}
