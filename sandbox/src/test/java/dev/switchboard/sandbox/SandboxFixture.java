// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.sandbox.testclient.TestCompanion;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// One sandbox in memory for all tests of a class, and fresh accounts in it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SandboxFixture {

    /// The sandbox.
    protected Sandbox sandbox;

    @BeforeAll
    void open() {
        sandbox = start();
    }

    @AfterAll
    void close() {
        sandbox.close();
    }

    /// Starts the sandbox; classes with special settings have their own way.
    protected Sandbox start() {
        return Sandbox.start(SandboxConfig.builder().tls(false).build());
    }

    /// A fresh account's number.
    protected String newPhone() {
        return sandbox.phones()
                .createAccount(Optional.empty(), Optional.empty(), Optional.empty())
                .phone();
    }

    /// Cuts a companion's connection and waits until the server has noticed.
    protected void leave(TestCompanion companion) {
        companion.client().close();
        awaitOffline(companion);
    }

    /// Waits until the server has noticed that a companion is gone.
    protected void awaitOffline(TestCompanion companion) {
        while (isOnline(companion)) {
            Thread.onSpinWait();
        }
    }

    private boolean isOnline(TestCompanion companion) {
        return sandbox.network().account(companion.pn().user()).orElseThrow().devices().stream()
                .anyMatch(device -> device.id() == companion.pn().device() && device.online());
    }
}
