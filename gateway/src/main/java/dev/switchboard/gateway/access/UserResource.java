// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/users`.
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Access")
public final class UserResource {
    private final Users users;

    public UserResource(Users users) {
        this.users = users;
    }

    /// The body that makes a user.
    @Schema(name = "NewUser")
    public record NewUser(
            @Schema(example = "ada@example.com") @Nullable String login,
            @Nullable String name,
            @Schema(example = "Agent") @Nullable String role,

            @Schema(description = "at least 12 characters") @Nullable
            String password,

            @Schema(description = "the only sessions there are for the user; all if left out") @Nullable
            List<String> sessions) {
        @Override
        public String toString() {
            return "NewUser[]";
        }
    }

    /// The body that changes a user; what is left out stays.
    @Schema(name = "UserChange")
    public record UserChange(
            @Nullable String name,
            @Nullable String role,
            @Nullable String password,
            @Nullable List<String> sessions,
            @Nullable Boolean disabled) {
        @Override
        public String toString() {
            return "UserChange[]";
        }
    }

    /// A user.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "User")
    public record UserView(
            String id,
            String login,
            String name,
            String role,
            List<String> sessions,
            boolean totp,
            boolean disabled,
            @Nullable Instant lockedUntil,
            Instant createdAt) {
        static UserView of(Users.User user) {
            return new UserView(
                    user.id(),
                    user.login(),
                    user.name(),
                    user.role().text(),
                    user.sessions().stream().sorted().toList(),
                    user.totp(),
                    user.disabled(),
                    user.lockedUntil().orElse(null),
                    user.createdAt());
        }

        @Override
        public String toString() {
            return "UserView[" + id + "]";
        }
    }

    /// A tenant's users.
    @Schema(name = "Users")
    public record UserList(List<UserView> items) {}

    @GetMapping
    @Operation(summary = "List users")
    UserList list(@AuthenticationPrincipal Caller caller) {
        return new UserList(
                users.all(caller.tenant()).stream().map(UserView::of).toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The user, made")
    @Operation(summary = "Make a user")
    UserView create(@AuthenticationPrincipal Caller caller, @RequestBody NewUser body) {
        Role role = Grants.role(caller, body.role());
        Users.Order order = new Users.Order(
                caller.tenant(),
                Grants.name(body.login(), "login"),
                Grants.name(body.name() == null ? body.login() : body.name(), "name"),
                role,
                Grants.sessions(body.sessions()),
                AuthResource.acceptable(body.password()));
        return users.create(order, caller.actor())
                .map(UserView::of)
                .orElseThrow(() -> Problem.of(ProblemKind.USER_EXISTS, "There is a user with this login.")
                        .refusal());
    }

    @GetMapping("/{userId}")
    @Operation(summary = "Look at a user")
    UserView get(@AuthenticationPrincipal Caller caller, @PathVariable String userId) {
        return UserView.of(find(caller, userId));
    }

    @PatchMapping("/{userId}")
    @Operation(summary = "Change a user", description = "Ends the user's tokens.")
    UserView change(@AuthenticationPrincipal Caller caller, @PathVariable String userId, @RequestBody UserChange body) {
        Users.User user = changeable(caller, userId);
        Users.Change change = new Users.Change(
                Optional.ofNullable(body.name()).map(name -> Grants.name(name, "name")),
                Optional.ofNullable(body.role()).map(role -> Grants.role(caller, role)),
                Optional.ofNullable(body.sessions()).map(Grants::sessions),
                Optional.ofNullable(body.disabled()));
        if (body.password() != null) {
            users.password(user, AuthResource.acceptable(body.password()), caller.actor());
        }
        return UserView.of(users.change(user, change, caller.actor()));
    }

    @DeleteMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a user")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String userId) {
        users.delete(changeable(caller, userId), caller.actor());
    }

    @DeleteMapping("/{userId}/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a user's one-time codes", description = "For users who lost their app.")
    void endTotp(@AuthenticationPrincipal Caller caller, @PathVariable String userId) {
        users.removeTotp(changeable(caller, userId), caller.actor());
    }

    private Users.User changeable(Caller caller, String id) {
        Users.User user = find(caller, id);
        if (!caller.role().covers(user.role())) {
            throw Grants.tooMuch();
        }
        return user;
    }

    private Users.User find(Caller caller, String id) {
        return users.find(caller.tenant(), id)
                .orElseThrow(() -> Problem.of(ProblemKind.USER_NOT_FOUND, "You have no user with this id.")
                        .refusal());
    }
}
