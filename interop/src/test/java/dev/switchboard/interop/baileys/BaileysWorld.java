// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.AdminAnswer.Account;
import dev.switchboard.interop.admin.SandboxAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// One simulated network and one Node process for a whole test class; its logs stay in the build folder.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BaileysWorld {

    private SandboxWorld world;
    private BaileysProcess node;

    @BeforeAll
    void startTheNetworkAndNode() {
        world = SandboxWorld.in(emptyFolder(
                Path.of("target", "interop", getClass().getSimpleName()).toAbsolutePath()));
        node = BaileysProcess.start();
    }

    @AfterAll
    void stopEverything() {
        if (node != null) {
            node.close();
        }
        if (world != null) {
            world.close();
        }
    }

    SandboxWorld world() {
        return world;
    }

    SandboxAdmin admin() {
        return world.admin();
    }

    BaileysProcess node() {
        return node;
    }

    /// A new account with one linked Baileys.
    Linked linked(String name) {
        var account = world.newAccount(name);
        return new Linked(account, another(name, account.phone()));
    }

    /// A further Baileys for an account.
    BaileysClient another(String name, String phone) {
        return unlinked(name).linkByQr(admin(), phone);
    }

    /// A Baileys that belongs to nobody yet.
    BaileysClient unlinked(String name) {
        return node.client(name, world.baileysNetwork(), world.folderFor(name));
    }

    private static Path emptyFolder(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An account and its linked Baileys.
    record Linked(Account account, BaileysClient client) {

        String phone() {
            return account.phone();
        }

        String jid() {
            return account.phone() + "@s.whatsapp.net";
        }
    }
}
