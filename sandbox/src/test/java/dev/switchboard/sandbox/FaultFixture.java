// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// A sandbox whose faults are set through the admin interface, as an operator does.
abstract class FaultFixture extends SandboxFixture {

    private AdminClient admin;

    @BeforeAll
    void takeTheControls() {
        admin = new AdminClient(sandbox);
    }

    @AfterEach
    void clearFaults() {
        sandbox.faults().clearAll();
    }

    /// Sets a fault that strikes once.
    protected void once(String fault, String where) {
        set("'fault':'" + fault + "','count':1" + (where.isEmpty() ? "" : "," + where));
    }

    /// Sets a fault.
    protected void set(String body) {
        assertThat(admin.post("/admin/faults", "{" + body + "}").status()).isEqualTo(201);
    }

    /// Names an account as a fault's place.
    protected static String at(TestCompanion companion) {
        return "'account':'" + companion.pn().user() + "'";
    }

    /// Parameters of a fault.
    protected static String params(String params) {
        return ",'params':{" + params + "}";
    }

    /// The controls.
    protected AdminClient admin() {
        return admin;
    }

    /// The code of a refused query.
    protected static long code(Node iq) {
        return iq.requireChild("error").number("code").orElse(0);
    }

    /// A query that is always answered.
    protected static Node ping(TestCompanion companion) {
        return Iq.get(companion.newId(), Iq.Xmlns.KEEPALIVE).build();
    }
}
