// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What pages of our own need besides the API: whose cookie a request carries, and how the first account comes to be.
public final class PageAccess {
    private final Users users;
    private final Tokens tokens;
    private final Authenticator authenticator;

    public PageAccess(Users users, Tokens tokens, Authenticator authenticator) {
        this.users = users;
        this.tokens = tokens;
        this.authenticator = authenticator;
    }

    /// Somebody who is logged in.
    ///
    /// @param csrf what a request that changes something has to repeat in a header
    public record Visit(Caller caller, String csrf) {
        @Override
        public String toString() {
            return "Visit[" + caller.actor() + "]";
        }
    }

    /// Whose cookie the request carries, whether or not the request may change something.
    public Optional<Visit> visit(HttpServletRequest request) {
        if (request.getCookies() == null) {
            return Optional.empty();
        }
        return Arrays.stream(request.getCookies())
                .filter(cookie -> cookie.getName().equals(CredentialFilter.COOKIE))
                .findFirst()
                .flatMap(cookie -> authenticator.cookie(cookie.getValue()))
                .filter(bearer -> !bearer.csrf().isEmpty())
                .map(bearer -> new Visit(bearer.caller(), bearer.csrf()));
    }

    /// Whether the request repeats the token of the visit.
    public static boolean confirmed(Visit visit, HttpServletRequest request) {
        return visit.csrf().equals(request.getHeader(CredentialFilter.CSRF));
    }

    /// Whether nobody has an account yet.
    public boolean nobodyYet() {
        return users.all(Authenticator.FIRST_TENANT).isEmpty();
    }

    /// Whether the text is a key of an owner, such as the one an installation starts with.
    public boolean ownersKey(String key) {
        return authenticator.identify(Optional.of(key.strip())) instanceof Authenticator.Identity.Known(Caller caller)
                && caller.role() == Role.OWNER
                && caller.tenant().equals(Authenticator.FIRST_TENANT);
    }

    /// Makes the first account, an owner's, unless there is one.
    public void first(String login, String name, String password) {
        if (!nobodyYet()) {
            throw Problem.of(ProblemKind.USER_EXISTS, "There is an account already.")
                    .withAdvice("Log in with it.")
                    .refusal();
        }
        Users.Order order = new Users.Order(
                Authenticator.FIRST_TENANT,
                Grants.name(login, "login"),
                Grants.name(name.isBlank() ? login : name, "name"),
                Role.OWNER,
                Set.of(),
                AuthResource.acceptable(password));
        users.create(order, "first-start");
    }

    /// The cookie of the demo's owner, whom nobody has to be told apart from.
    public String demoCookie() {
        Caller owner = new Caller(Authenticator.FIRST_TENANT, "demo", Role.OWNER);
        return AuthResource.cookie(tokens.mint(owner, AuthResource.LIFE).token(), AuthResource.LIFE);
    }

    /// The name of whoever is logged in, for people.
    public String name(Caller caller) {
        return users.find(caller.tenant(), caller.actor()).map(Users.User::name).orElse(caller.actor());
    }
}
