// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.backup.BackupKey;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// A restore in a process of its own that stops when everything is written and nothing is in its place.
final class DyingRestore {
    static final String REACHED = "in the middle";

    private DyingRestore() {}

    /// @param arguments the backup, its passphrase, the data folder, and the database's address or nothing
    public static void main(String[] arguments) throws IOException {
        GatewayConfig config = GatewayConfig.builder(Path.of(arguments[2]))
                .database(
                        Optional.of(arguments[3]).filter(url -> !url.isEmpty()).map(DatabaseUrl::parse))
                .build();
        BackupKey.Opening key = new BackupKey.Passphrase(arguments[1]);
        new Maintenance(config).restore(Path.of(arguments[0]), key, true, _ -> untilKilled());
    }

    private static void untilKilled() {
        System.out.println(REACHED);
        System.out.flush();
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
