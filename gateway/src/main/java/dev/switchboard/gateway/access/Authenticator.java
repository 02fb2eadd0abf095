// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.tenant.TenantId;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// Tells who a credential belongs to: an API key, a token of ours or of an issuer that is trusted, or the service
/// token. In the demo form, no credential at all and the examples of the documented requests mean the demo tenant's
/// owner; any other wrong credential is wrong there too.
public final class Authenticator {
    /// The tenant of the demo, and of an installation with one tenant.
    public static final TenantId FIRST_TENANT = new TenantId("main");

    private static final Set<String> EXAMPLES = Set.of("token", "<token>", "your-api-key-here");

    private final ApiKeys keys;
    private final Tokens tokens;
    private final Optional<byte[]> serviceToken;
    private final boolean demo;

    public Authenticator(ApiKeys keys, Tokens tokens, Optional<String> serviceToken, boolean demo) {
        this.keys = keys;
        this.tokens = tokens;
        this.serviceToken = serviceToken.map(ApiKeys::digest);
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
        return known(credential.get()).<Identity>map(Identity.Known::new).orElseGet(Identity.Wrong::new);
    }

    /// Whether the credential was found to be good a moment ago, so that it costs nothing to find it so again.
    boolean remembers(String credential) {
        return (demo && EXAMPLES.contains(credential)) || keys.remembers(credential) || tokens.remembers(credential);
    }

    private Optional<Caller> known(String credential) {
        if (credential.startsWith(ApiKeys.PREFIX)) {
            return keys.recognise(credential);
        }
        if (serviceToken
                .filter(digest -> MessageDigest.isEqual(digest, ApiKeys.digest(credential)))
                .isPresent()) {
            return Optional.of(new Caller(FIRST_TENANT, "service-token", Role.OWNER));
        }
        return Tokens.looksLikeOne(credential)
                ? tokens.recognise(credential).map(Tokens.Bearer::caller)
                : Optional.empty();
    }

    /// Who a browser's session cookie belongs to.
    Optional<Tokens.Bearer> cookie(String token) {
        return tokens.recognise(token);
    }
}
