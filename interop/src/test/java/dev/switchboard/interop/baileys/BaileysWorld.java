// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.AdminAnswer.Account;
import dev.switchboard.interop.admin.SandboxAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// One simulated network and one Node process for a whole test class; its logs stay in the build folder.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BaileysWorld {

    private SandboxWorld world;
    private BaileysProcess node;

    @BeforeAll
    void startTheNetworkAndNode() {
        world = SandboxWorld.of(getClass());
        node = BaileysProcess.start(world.caFile());
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

    protected SandboxWorld world() {
        return world;
    }

    protected SandboxAdmin admin() {
        return world.admin();
    }

    protected BaileysProcess node() {
        return node;
    }

    /// A new account with one linked Baileys.
    protected Linked linked(String name) {
        var account = world.newAccount(name);
        return new Linked(account, another(name, account.phone()));
    }

    /// A further Baileys for an account.
    protected BaileysClient another(String name, String phone) {
        return unlinked(name).linkByQr(admin(), phone);
    }

    /// A Baileys that belongs to nobody yet.
    protected BaileysClient unlinked(String name) {
        return node.client(name, world.baileysNetwork());
    }

    /// A new account with one linked Baileys whose keys are on disk.
    protected Linked linkedOnDisk(String name) {
        var account = world.newAccount(name);
        return new Linked(account, onDisk(name).linkByQr(admin(), account.phone()));
    }

    /// A Baileys with what keys there are under its name on disk.
    protected BaileysClient onDisk(String name) {
        return node.client(name, world.baileysNetwork(), world.folderFor(name));
    }

    /// An account and its linked Baileys.
    public record Linked(Account account, BaileysClient client) {

        public String phone() {
            return account.phone();
        }

        public String jid() {
            return account.phone() + "@s.whatsapp.net";
        }
    }
}
