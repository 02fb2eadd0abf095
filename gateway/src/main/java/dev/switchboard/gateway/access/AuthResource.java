// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/auth` and `/api/v1/me`: logging in, and what users do about themselves.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Access", description = "Users, keys, tokens and tenants")
public final class AuthResource {
    static final Duration LIFE = Duration.ofHours(12);

    private final Users users;
    private final Tokens tokens;
    private final InstantSource time;

    public AuthResource(Users users, Tokens tokens, InstantSource time) {
        this.users = users;
        this.tokens = tokens;
        this.time = time;
    }

    /// The body that logs in.
    @Schema(name = "Login")
    public record LoginBody(
            @Schema(description = "the tenant; the first one if left out") @Nullable
            String tenant,

            @Nullable String login,
            @Nullable String password,

            @Schema(description = "the one-time code, if the user has set it up, or a recovery code") @Nullable
            String code) {
        @Override
        public String toString() {
            return "LoginBody[]";
        }
    }

    /// A session of a user.
    @Schema(name = "LoginToken")
    public record LoginView(
            String token,
            Instant expiresAt,

            @Schema(description = "to be sent as X-CSRF-Token with changes, where the cookie is the credential")
            String csrfToken,

            Me user) {
        @Override
        public String toString() {
            return "LoginView[]";
        }
    }

    /// Who a credential stands for.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Me")
    public record Me(
            String actor,
            String tenant,
            String role,
            List<String> permissions,
            List<String> sessions,
            @Nullable String login,
            @Nullable String name,
            @Nullable Boolean totp) {
        static Me of(Caller caller, Optional<Users.User> user) {
            return new Me(
                    caller.actor(),
                    caller.tenant().value(),
                    caller.role().text(),
                    caller.permissions().stream()
                            .filter(caller::may)
                            .map(Permission::text)
                            .sorted()
                            .toList(),
                    caller.sessions().stream().sorted().toList(),
                    user.map(Users.User::login).orElse(null),
                    user.map(Users.User::name).orElse(null),
                    user.map(Users.User::totp).orElse(null));
        }
    }

    /// The body that changes the own password.
    @Schema(name = "PasswordChange")
    public record PasswordBody(
            @Nullable String current, @Nullable String password) {
        @Override
        public String toString() {
            return "PasswordBody[]";
        }
    }

    /// A one-time code.
    @Schema(name = "OneTimeCode")
    public record CodeBody(@Nullable String code) {
        @Override
        public String toString() {
            return "CodeBody[]";
        }
    }

    /// A secret for one-time codes, to be put into an app and confirmed by a code.
    @Schema(name = "TotpSecret")
    public record TotpView(String secret, String uri) {
        @Override
        public String toString() {
            return "TotpView[]";
        }
    }

    @PostMapping("/auth/login")
    @Operation(
            summary = "Log in",
            description = "With login and password, and a one-time code where it is set up. The token is a bearer;"
                    + " a cookie for pages comes along. After five wrong tries the login is locked for a while.")
    ResponseEntity<LoginView> login(@RequestBody LoginBody body) {
        if (body.login() == null || body.password() == null || body.password().length() > Users.LONGEST_PASSWORD) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "login or password is missing.")
                    .withAccepted("login and password")
                    .refusal();
        }
        Users.Login login =
                users.login(tenant(body.tenant()), body.login(), body.password(), Optional.ofNullable(body.code()));
        return switch (login) {
            case Users.Login.Welcome(Users.User user) -> {
                Tokens.Minted minted = tokens.mint(user, LIFE);
                yield ResponseEntity.ok()
                        .header(HttpHeaders.SET_COOKIE, cookie(minted.token(), LIFE))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .body(new LoginView(
                                minted.token(),
                                minted.expires(),
                                minted.csrf(),
                                Me.of(user.caller(), Optional.of(user))));
            }
            case Users.Login.Wrong _ ->
                throw Problem.of(ProblemKind.LOGIN_FAILED, "Login, password or code is wrong.")
                        .refusal();
            case Users.Login.CodeNeeded _ ->
                throw Problem.of(ProblemKind.CODE_NEEDED, "The user has set up one-time codes.")
                        .withAccepted("code with six digits, or a recovery code")
                        .refusal();
            case Users.Login.LockedOut(Instant until) ->
                throw Problem.of(ProblemKind.LOCKED_OUT, "There were too many wrong tries.")
                        .withRetryAfter(Duration.between(time.instant(), until))
                        .refusal();
        };
    }

    private static TenantId tenant(@Nullable String name) {
        try {
            return name == null ? Authenticator.FIRST_TENANT : new TenantId(name);
        } catch (IllegalArgumentException _) {
            throw Problem.of(ProblemKind.LOGIN_FAILED, "Login, password or code is wrong.")
                    .refusal();
        }
    }

    static String cookie(String value, Duration life) {
        return ResponseCookie.from(CredentialFilter.COOKIE, value)
                .httpOnly(true)
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    @PostMapping("/auth/logout")
    @Operation(summary = "Log out", description = "Ends all tokens of the user.")
    ResponseEntity<Void> logout(@AuthenticationPrincipal Caller caller) {
        users.find(caller.tenant(), caller.actor()).ifPresent(users::endTokens);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO))
                .build();
    }

    @GetMapping("/me")
    @Operation(summary = "Who the credential stands for")
    Me me(@AuthenticationPrincipal Caller caller) {
        return Me.of(caller, users.find(caller.tenant(), caller.actor()));
    }

    @PutMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Change the own password", description = "Ends all tokens of the user.")
    void password(@AuthenticationPrincipal Caller caller, @RequestBody PasswordBody body) {
        Users.User user = own(caller);
        confirm(user, body.current());
        users.password(user, acceptable(body.password()), caller.actor());
    }

    private void confirm(Users.User user, @Nullable String password) {
        if (password == null || password.length() > Users.LONGEST_PASSWORD || !users.knows(user, password)) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The present password is missing or wrong.")
                    .refusal();
        }
    }

    static String acceptable(@Nullable String password) {
        if (password == null
                || password.length() < Users.SHORTEST_PASSWORD
                || password.length() > Users.LONGEST_PASSWORD) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The password is missing, too short or too long.")
                    .withAccepted(
                            "password of " + Users.SHORTEST_PASSWORD + " to " + Users.LONGEST_PASSWORD + " characters")
                    .refusal();
        }
        return password;
    }

    @PostMapping("/me/totp")
    @Operation(summary = "Begin one-time codes", description = "The secret counts once a code of it is confirmed.")
    TotpView beginTotp(@AuthenticationPrincipal Caller caller, @RequestBody PasswordBody body) {
        Users.User user = own(caller);
        confirm(user, body.current());
        String secret = Totp.base32(users.newTotp(user));
        return new TotpView(
                secret,
                "otpauth://totp/Switchboard:"
                        + java.net.URLEncoder.encode(user.login(), java.nio.charset.StandardCharsets.UTF_8) + "?secret="
                        + secret + "&issuer=Switchboard");
    }

    /// Codes that each stand in once for a one-time code.
    @Schema(name = "RecoveryCodes")
    public record RecoveryView(
            @Schema(description = "shown only now", example = "[\"abcd-efgh-ijkl-mnop\"]")
            List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "RecoveryView[]";
        }
    }

    @PostMapping("/me/totp/confirm")
    @Operation(
            summary = "Confirm one-time codes",
            description = "The answer has ten recovery codes, each good for one login without the app.")
    RecoveryView confirmTotp(@AuthenticationPrincipal Caller caller, @RequestBody CodeBody body) {
        List<String> codes = users.confirmTotp(own(caller), Objects.requireNonNullElse(body.code(), ""));
        if (codes.isEmpty()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The code is wrong.")
                    .withAccepted("the six digits that the app shows now")
                    .refusal();
        }
        return new RecoveryView(codes);
    }

    @PostMapping("/me/totp/recovery-codes")
    @Operation(summary = "Make the recovery codes anew", description = "Those of before are good no more.")
    RecoveryView recoveryCodes(@AuthenticationPrincipal Caller caller, @RequestBody PasswordBody body) {
        Users.User user = own(caller);
        confirm(user, body.current());
        if (!user.totp()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "One-time codes are not set up.")
                    .refusal();
        }
        return new RecoveryView(users.newRecoveryCodes(user));
    }

    @DeleteMapping("/me/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End one-time codes")
    void endTotp(@AuthenticationPrincipal Caller caller, @RequestBody PasswordBody body) {
        Users.User user = own(caller);
        confirm(user, body.current());
        users.removeTotp(user, caller.actor());
    }

    private Users.User own(Caller caller) {
        return users.find(caller.tenant(), caller.actor()).orElseThrow(AuthResource::noUser);
    }

    private static Refusal noUser() {
        return Problem.of(ProblemKind.FORBIDDEN, "The credential is not a user's.")
                .withAccepted("the token of a user who logged in")
                .refusal();
    }
}
