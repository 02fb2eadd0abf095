// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/// Tells who a credential belongs to. In the demo form, no credential at all and the examples of the documented
/// requests
/// mean the demo tenant's owner; any other wrong credential is wrong there too.
public final class Authenticator {
    /// The tenant of the demo, and of an installation with one tenant.
    public static final TenantId FIRST_TENANT = new TenantId("main");

    private static final Set<String> EXAMPLES = Set.of("token", "<token>", "your-api-key-here");

    private final ApiKeys keys;
    private final boolean demo;

    public Authenticator(ApiKeys keys, boolean demo) {
        this.keys = keys;
        this.demo = demo;
    }

    /// What is known of who sent a request.
    public sealed interface Identity {
        record Known(Caller caller) implements Identity {}

        /// No credential was sent, and none is not enough.
        record Nobody() implements Identity {}

        /// A credential was sent that is not valid.
        record Wrong() implements Identity {}
    }

    public Identity identify(Optional<String> credential) {
        if (demo && credential.map(EXAMPLES::contains).orElse(true)) {
            return new Identity.Known(new Caller(FIRST_TENANT, "demo", Role.OWNER));
        }
        if (credential.isEmpty()) {
            return new Identity.Nobody();
        }
        return keys.recognise(credential.get())
                .<Identity>map(Identity.Known::new)
                .orElseGet(Identity.Wrong::new);
    }
}
