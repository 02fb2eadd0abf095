// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.account;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.media.MediaDrafts;
import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.ProviderAccount;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/account`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/account")
@Tag(name = "Account", description = "The linked account: profile, privacy, presence")
public final class AccountResource {
    private static final int NAME = 25;
    private static final int ABOUT = 139;

    private final Sessions sessions;
    private final LiveLinks links;
    private final MediaDrafts media;

    public AccountResource(Sessions sessions, LiveLinks links, MediaDrafts media) {
        this.sessions = sessions;
        this.links = links;
        this.media = media;
    }

    /// The body that changes the profile: what is left out stays.
    @Schema(name = "ProfileChange")
    public record ProfileChange(
            @Schema(example = "The shop") @Nullable String name,
            @Schema(example = "Open 9 to 5") @Nullable String about,

            @Schema(description = "messages of new chats disappear so long after reading; 0 = never") @Nullable
            Long lifetimeSeconds) {
        @Override
        public String toString() {
            return "ProfileChange[]";
        }
    }

    /// The body that shows the account as online or not.
    @Schema(name = "OwnPresence")
    public record OwnPresence(@Nullable Boolean online) {}

    @GetMapping
    @Operation(summary = "Look at the account", description = "404 before one is linked.")
    Account get(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        return find(caller, sessionId)
                .account()
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_FOUND, "No account is linked.")
                        .refusal());
    }

    @PatchMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Change the profile", description = "Name, about text, default lifetime of messages.")
    void change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestBody ProfileChange body) {
        ProviderAccount account = account(caller, sessionId);
        if (body.name() != null) {
            Answers.value(account.name(checked(body.name(), "name", NAME)));
        }
        if (body.about() != null) {
            Answers.value(account.about(checked(body.about(), "about", ABOUT)));
        }
        if (body.lifetimeSeconds() != null) {
            Answers.value(account.lifetime(
                    Optional.of(Duration.ofSeconds(body.lifetimeSeconds())).filter(span -> !span.isZero())));
        }
    }

    @PutMapping("/picture")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give the account a picture", description = "Any picture; its middle is taken.")
    void picture(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody MediaInput body)
            throws IOException {
        ProviderAccount account = account(caller, sessionId);
        Answers.value(account.picture(Optional.of(media.profilePicture(find(caller, sessionId), body))));
    }

    @DeleteMapping("/picture")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove the account's picture")
    void noPicture(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        Answers.value(account(caller, sessionId).picture(Optional.empty()));
    }

    @GetMapping("/privacy")
    @Operation(summary = "Read the privacy settings", description = "By the network's names for them.")
    Map<String, String> privacy(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        return Answers.value(account(caller, sessionId).privacy());
    }

    @PatchMapping("/privacy")
    @Operation(
            summary = "Change privacy settings",
            description =
                    "last, online, profile, status, readreceipts, groupadd, calladd, messages, defense, stickers; values"
                            + " such as all, contacts, contact_blacklist, none. Those left out stay.")
    Map<String, String> privacy(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestBody Map<String, String> body) {
        if (body.isEmpty() || body.size() > 20) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "No settings are named, or too many.")
                    .withAccepted("settings and their values, as last: contacts")
                    .refusal();
        }
        ProviderAccount account = account(caller, sessionId);
        Map<String, String> now = Map.of();
        for (Map.Entry<String, String> setting : body.entrySet()) {
            now = Answers.value(account.privacy(setting.getKey(), setting.getValue()));
        }
        return now;
    }

    @PutMapping("/presence")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Show the account as online or not",
            description = "While it is online its phone does not ring.")
    void presence(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestBody OwnPresence body) {
        if (body.online() == null) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field online is missing.")
                    .withAccepted("true or false")
                    .refusal();
        }
        account(caller, sessionId).available(body.online());
    }

    private ProviderAccount account(Caller caller, String sessionId) {
        return links.connected(find(caller, sessionId)).account();
    }

    private Session find(Caller caller, String sessionId) {
        return SessionLookup.find(sessions, caller, sessionId);
    }

    private static String checked(String text, String field, int most) {
        if (text.isBlank() || text.length() > most) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field " + field + " is blank or too long.")
                    .withAccepted("1 to " + most + " characters")
                    .refusal();
        }
        return text;
    }
}
