// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/sessions/{id}/passkey`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/passkey")
@Tag(name = "Linking", description = "Linking an account by QR code, pairing code or passkey")
public final class PasskeyResource {
    private final Sessions sessions;
    private final LiveLinks links;
    private final PasskeyOffers offers;
    private final InstantSource time;
    private final JsonMapper json;

    public PasskeyResource(
            Sessions sessions, LiveLinks links, PasskeyOffers offers, InstantSource time, JsonMapper json) {
        this.sessions = sessions;
        this.links = links;
        this.offers = offers;
        this.time = time;
        this.json = json;
    }

    /// What linking by passkey waits for.
    ///
    /// @param step `challenge` (have the passkey sign), `code` (compare it with the phone's), `failed`
    /// @param publicKey for `navigator.credentials.get`, binary values as unpadded base64url
    /// @param confirm whether linking waits until the code is confirmed
    @Schema(name = "PasskeyStep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepView(
            @Schema(allowableValues = {"challenge", "code", "failed"})
            String step,

            @Nullable JsonNode publicKey,
            @Nullable String code,
            @Nullable Boolean confirm,
            @Nullable String reason,
            @Nullable Instant expiresAt) {
        @Override
        public String toString() {
            return "StepView[" + step + "]";
        }
    }

    @GetMapping
    @Operation(
            summary = "See what linking by passkey waits for",
            description = "When the session's state is awaiting_passkey. 409 if it waits for none.")
    StepView get(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        PasskeyOffers.Offer offer = offers.of(session.key().ref(), time.instant())
                .orElseThrow(() -> Problem.of(ProblemKind.QR_NOT_AVAILABLE, "The session waits for no passkey.")
                        .withAdvice("The network asks for one while some accounts are linked; then the state says so.")
                        .refusal());
        return new StepView(
                offer.step(),
                offer.options() == null ? null : json.readTree(offer.options()),
                offer.code(),
                offer.code() == null ? null : offer.confirm(),
                offer.reason(),
                offer.expires());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Hand in what the authenticator signed",
            description = "The JSON form of the browser's PublicKeyCredential, binary values as unpadded base64url.")
    void answer(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody JsonNode body) {
        if (!body.isObject()
                || !body.path("id").isString()
                || !body.path("response").isObject()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The body is no credential.")
                    .withAccepted("an object with id, rawId, type and response")
                    .refusal();
        }
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Answers.value(links.open(session).account().passkey(json.writeValueAsString(body)));
    }

    @PostMapping("/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Say that the code here and the one on the phone agree")
    void confirm(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Answers.value(links.open(session).account().confirmPasskey());
    }
}
