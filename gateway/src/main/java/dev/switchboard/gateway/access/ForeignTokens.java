// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import dev.switchboard.gateway.settings.AccessSettings;
import dev.switchboard.gateway.tenant.TenantId;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// Tokens of issuers that the operator trusts (OIDC). Their keys are fetched through the guarded client and kept. A
/// token has to name the issuer, our audience, and a `role`; `tenant` (else the first one) and `sessions` may be
/// there.
public final class ForeignTokens {
    private static final int KEYS_BYTES = 1 << 20;
    private static final Duration FETCH_LIMIT = Duration.ofSeconds(10);

    private final Map<String, NimbusJwtDecoder> issuers = new HashMap<>();
    private final InstantSource time;

    public ForeignTokens(List<AccessSettings.Issuer> trusted, GuardedHttp http, InstantSource time) {
        this.time = time;
        trusted.forEach(issuer -> issuers.put(issuer.name(), decoder(issuer, http)));
    }

    private NimbusJwtDecoder decoder(AccessSettings.Issuer issuer, GuardedHttp http) {
        try {
            var source = JWKSourceBuilder.<SecurityContext>create(
                            URI.create(issuer.keys()).toURL(), url -> fetched(http, url.toString()))
                    .retrying(false)
                    .build();
            NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source)
                    .jwsAlgorithms(algorithms -> algorithms.addAll(Set.of(SignatureAlgorithm.values())))
                    .build();
            decoder.setJwtValidator(jwt -> valid(issuer, jwt)
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(
                            new org.springframework.security.oauth2.core.OAuth2Error("not-for-us")));
            return decoder;
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("issuer keys: " + issuer.keys() + " (expected: an address)", e);
        }
    }

    private boolean valid(AccessSettings.Issuer issuer, Jwt jwt) {
        Instant now = time.instant();
        Instant expires = jwt.getExpiresAt();
        Instant begins = jwt.getNotBefore();
        return issuer.name().equals(jwt.getClaimAsString("iss"))
                && jwt.getAudience() != null
                && jwt.getAudience().contains(issuer.audience())
                && expires != null
                && expires.isAfter(now)
                && (begins == null || !begins.isAfter(now));
    }

    private static Resource fetched(GuardedHttp http, String address) throws IOException {
        switch (http.exchange(OutboundRequest.get(URI.create(address), KEYS_BYTES, FETCH_LIMIT))) {
            case OutboundAnswer.Answered answer -> {
                try (answer) {
                    if (answer.status() != 200) {
                        throw new IOException("keys of an issuer: status " + answer.status());
                    }
                    byte[] body = answer.body().readAllBytes();
                    return new Resource(new String(body, StandardCharsets.UTF_8), "application/json");
                }
            }
            case OutboundAnswer.Refused refused -> throw new IOException("keys of an issuer: " + refused);
        }
    }

    /// Who bears the token, if a trusted issuer vouches for it.
    Optional<Caller> recognise(String token) {
        for (NimbusJwtDecoder decoder : issuers.values()) {
            try {
                return caller(decoder.decode(token));
            } catch (JwtException _) {
                // another issuer's, or nobody's
            }
        }
        return Optional.empty();
    }

    private static Optional<Caller> caller(Jwt jwt) {
        List<String> sessions = jwt.getClaimAsStringList("sessions");
        String tenant = jwt.getClaimAsString("tenant");
        return Role.of(String.valueOf(jwt.getClaimAsString("role")))
                .map(role -> new Caller(
                        tenant == null ? Authenticator.FIRST_TENANT : new TenantId(tenant),
                        "oidc:" + jwt.getSubject(),
                        role,
                        sessions == null ? Set.of() : Set.copyOf(sessions)));
    }
}
