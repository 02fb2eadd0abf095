// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/tokens`: signed tokens for programs, which end by themselves.
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Access")
public final class TokenResource {
    private static final long STANDARD_LIFE = 3_600;

    private final Tokens tokens;

    public TokenResource(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The body that makes a token.
    @Schema(name = "NewToken")
    public record NewToken(
            @Schema(example = "Viewer") @Nullable String role,

            @Schema(description = "the only sessions it is for; all if left out") @Nullable
            List<String> sessions,

            @Schema(description = "the only rights it has of its role's; all of them if left out") @Nullable
            List<String> permissions,

            @Schema(description = "how long it is good; an hour if left out") @Nullable
            Long lifeSeconds) {}

    /// A token.
    @Schema(name = "Token")
    public record TokenView(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "TokenView[" + expiresAt + "]";
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The token")
    @Operation(summary = "Make a token", description = "A JWT to be sent as a bearer; it cannot be taken back.")
    TokenView create(@AuthenticationPrincipal Caller caller, @RequestBody NewToken body) {
        Role role = Grants.role(caller, body.role());
        Set<Permission> permissions = Grants.permissions(caller, role, body.permissions());
        long life = body.lifeSeconds() == null ? STANDARD_LIFE : body.lifeSeconds();
        if (life < 1 || life > Tokens.LONGEST.toSeconds()) {
            throw Grants.refused("lifeSeconds is out of bounds.", "1 to " + Tokens.LONGEST.toSeconds());
        }
        Tokens.Minted minted = tokens.mint(
                new Caller(
                        caller.tenant(),
                        "token-of:" + caller.actor(),
                        role,
                        Grants.sessions(body.sessions()),
                        Names.within(role, permissions)),
                Duration.ofSeconds(life));
        return new TokenView(minted.token(), minted.expires());
    }
}
