// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.fault.StorageFailed;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The key a new installation starts with. It is written once, to a file that only its owner can read.
public final class FirstKey {
    /// The file in the data folder.
    public static final String FILE = "admin-key";

    private FirstKey() {}

    /// Makes the key unless the tenant has one.
    ///
    /// @param terminal shown the key as well; empty where there is no terminal, as in a log
    public static void ensure(ApiKeys keys, TenantId tenant, Path dataFolder, Optional<Consumer<String>> terminal) {
        if (keys.any(tenant)) {
            return;
        }
        String key = keys.mint();
        Path file = dataFolder.resolve(FILE);
        try {
            OwnerOnlyFile.write(file, key + "\n");
        } catch (IOException e) {
            throw new StorageFailed("the first admin key cannot be written to the data folder", e);
        }
        keys.store(key, tenant, "first admin key", Role.OWNER);
        terminal.ifPresent(screen -> screen.accept("Admin key (also in " + file + "): " + key));
    }
}
