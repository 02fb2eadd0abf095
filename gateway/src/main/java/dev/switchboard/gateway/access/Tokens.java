// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/// Our own tokens: signed JWTs (HS256) that say who the caller is. A user's token ends with whatever changes the user's
/// rights, as it names the user's epoch.
public final class Tokens {
    /// How long a token lives at most.
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final String ISSUER = "switchboard";
    private static final String KEY_NAME = "token-key";
    private static final int KEPT_LIMIT = 10_000;

    private final Users users;
    private final InstantSource time;
    private final RandomGenerator random;
    private final NimbusJwtEncoder encoder;
    private final NimbusJwtDecoder decoder;
    private final Map<Bytes, Kept> kept = new ConcurrentHashMap<>();
    private final ForeignTokens foreign;

    private record Kept(Bearer bearer, String user, long epoch, Instant expires) {}

    /// Who bears a token.
    ///
    /// @param csrf what a page has to repeat in a header if the token came by cookie
    public record Bearer(Caller caller, String csrf) {}

    /// A token that was just made.
    public record Minted(String token, Instant expires, String csrf) {
        @Override
        public String toString() {
            return "Minted[" + expires + "]";
        }
    }

    public Tokens(
            Database database,
            Vault vault,
            Users users,
            ForeignTokens foreign,
            InstantSource time,
            RandomGenerator random) {
        this.users = users;
        this.foreign = foreign;
        this.time = time;
        this.random = random;
        SecretKey key = new SecretKeySpec(key(database, vault, random), "HmacSHA256");
        this.encoder = NimbusJwtEncoder.withSecretKey(key)
                .algorithm(MacAlgorithm.HS256)
                .build();
        this.decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        decoder.setJwtValidator(live());
    }

    /// Expiry by our own clock.
    private OAuth2TokenValidator<Jwt> live() {
        return jwt -> {
            Instant expires = jwt.getExpiresAt();
            return expires != null && expires.isAfter(time.instant())
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(
                            new org.springframework.security.oauth2.core.OAuth2Error("expired"));
        };
    }

    private static byte[] key(Database database, Vault vault, RandomGenerator random) {
        Cell cell = new Cell(Authenticator.FIRST_TENANT.value(), 0, "access", "installation", KEY_NAME, "value");
        Optional<byte[]> sealed = database.read(
                tx -> tx.one("SELECT value FROM installation WHERE name = ?", row -> row.bytes(1), KEY_NAME));
        if (sealed.isPresent()) {
            return vault.open(cell, sealed.get());
        }
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        byte[] value = vault.seal(cell, fresh);
        database.write(tx -> tx.update("INSERT INTO installation (name, value) VALUES (?, ?)", KEY_NAME, value));
        return fresh;
    }

    /// Whether a credential has the form of a token.
    static boolean looksLikeOne(String credential) {
        return credential.startsWith("ey")
                && credential.length() < 8_192
                && credential.chars().filter(letter -> letter == '.').count() == 2;
    }

    /// A token for a user.
    public Minted mint(Users.User user, Duration life) {
        Caller caller = user.caller();
        return mint(caller, user.id(), user.epoch(), life);
    }

    /// A token for a program, with rights of somebody who has them.
    public Minted mint(Caller caller, Duration life) {
        return mint(caller, "", 0, life);
    }

    private Minted mint(Caller caller, String user, long epoch, Duration life) {
        Instant now = time.instant();
        Instant expires = now.plus(life.compareTo(LONGEST) > 0 ? LONGEST : life);
        String csrf = text(16);
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .id(text(12))
                .issuedAt(now)
                .expiresAt(expires)
                .subject(caller.actor())
                .claim("tenant", caller.tenant().value())
                .claim("role", caller.role().text())
                .claim("sessions", List.copyOf(caller.sessions()))
                .claim(
                        "permissions",
                        caller.permissions().stream()
                                .map(Permission::text)
                                .sorted()
                                .toList())
                .claim("user", user)
                .claim("epoch", epoch)
                .claim("csrf", csrf)
                .build();
        String token = encoder.encode(JwtEncoderParameters.from(
                        JwsHeader.with(MacAlgorithm.HS256).type("JWT").build(), claims))
                .getTokenValue();
        return new Minted(token, expires, csrf);
    }

    private String text(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /// Who bears the token, if it is a good one.
    public Optional<Bearer> recognise(String token) {
        Bytes name = Bytes.of(ApiKeys.digest(token));
        Kept known = kept.get(name);
        if (known == null) {
            Optional<Kept> read = read(token);
            if (read.isEmpty()) {
                return foreign.recognise(token).map(caller -> new Bearer(caller, ""));
            }
            known = read.get();
            if (kept.size() >= KEPT_LIMIT) {
                kept.clear();
            }
            kept.put(name, known);
        }
        if (!known.expires().isAfter(time.instant())
                || (!known.user().isEmpty() && !users.current(known.user(), known.epoch()))) {
            kept.remove(name);
            return Optional.empty();
        }
        return Optional.of(known.bearer());
    }

    /// Whether a token is remembered as a good one.
    boolean remembers(String token) {
        return looksLikeOne(token) && kept.containsKey(Bytes.of(ApiKeys.digest(token)));
    }

    private Optional<Kept> read(String token) {
        try {
            Jwt jwt = decoder.decode(token);
            Optional<Role> role = Role.of(String.valueOf(jwt.getClaimAsString("role")));
            Instant expires = jwt.getExpiresAt();
            String tenant = jwt.getClaimAsString("tenant");
            String subject = jwt.getSubject();
            String csrf = jwt.getClaimAsString("csrf");
            String user = jwt.getClaimAsString("user");
            boolean whole = tenant != null && subject != null && csrf != null && user != null;
            if (!ISSUER.equals(jwt.getClaimAsString("iss")) || role.isEmpty() || expires == null || !whole) {
                return Optional.empty();
            }
            Set<Permission> permissions = strings(jwt.getClaimAsStringList("permissions")).stream()
                    .flatMap(text -> Permission.of(text).stream())
                    .collect(Collectors.toUnmodifiableSet());
            Caller caller = new Caller(
                    new TenantId(String.valueOf(tenant)),
                    String.valueOf(subject),
                    role.get(),
                    Set.copyOf(strings(jwt.getClaimAsStringList("sessions"))),
                    permissions);
            Object epoch = jwt.getClaim("epoch");
            return Optional.of(new Kept(
                    new Bearer(caller, String.valueOf(csrf)),
                    String.valueOf(user),
                    epoch instanceof Number number ? number.longValue() : -1,
                    expires));
        } catch (JwtException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> strings(@Nullable List<String> claim) {
        return claim == null ? List.of() : claim;
    }

    static String id(RandomGenerator random, String prefix) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
