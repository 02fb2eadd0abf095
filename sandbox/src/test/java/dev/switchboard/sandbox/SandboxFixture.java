// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

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
}
