// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.session.Account;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where somebody stands in the setup.
///
/// @param needed whether nobody of the tenant has come this far and no account is linked, so that the wizard should be
/// offered
/// @param step the step to show now: the first that is neither done nor skipped; `done` when all are
/// @param steps all steps in order, with `done`, `open` or `skipped`
/// @param sandboxPhones whether a simulated phone can scan the code
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Setup")
public record SetupView(
        boolean needed,
        @Schema(example = "link") String step,
        List<StepView> steps,
        @Nullable BusinessView business,
        @Nullable LinkView link,
        List<AutomationView> automations,
        List<String> templates,
        @Nullable TestView test,
        Suggestions suggestions,
        boolean sandboxPhones,
        @Nullable Instant startedAt,
        @Nullable Instant updatedAt,
        @Nullable Instant finishedAt) {

    /// The steps of the setup, in order.
    public enum Step {
        BUSINESS,
        LINK,
        AUTOMATIONS,
        TEMPLATES,
        TEST;

        /// As it appears outside.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Step> of(String id) {
            return Stream.of(values()).filter(step -> step.id().equals(id)).findFirst();
        }
    }

    /// A step and how it stands.
    @Schema(name = "SetupStep")
    public record StepView(
            @Schema(example = "business") String id,

            @Schema(allowableValues = {"done", "open", "skipped"})
            String state) {}

    /// The business.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SetupBusiness")
    public record BusinessView(
            String type, @Nullable String name, @Nullable String hours) {}

    /// The session that is being linked. The QR code is at `/api/v1/sessions/{session}/qr`; `code` comes with the
    /// answer that made it.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SetupLink")
    public record LinkView(
            String session,
            String name,
            String state,
            boolean linked,
            String advice,
            @Nullable String qr,

            @Schema(description = "the QR code as a data: address") @Nullable
            String image,

            @Schema(example = "ABCD-EFGH") @Nullable String code,
            @Nullable Instant expiresAt,
            @Nullable Account account) {
        @Override
        public String toString() {
            return "LinkView[" + session + " " + state + "]";
        }
    }

    /// An automation of the session.
    @Schema(name = "SetupAutomation")
    public record AutomationView(String id, String type, String name, boolean active) {}

    /// The test message.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SetupTest")
    public record TestView(
            String messageId,
            @Nullable String status,
            @Nullable String failure) {}

    /// What suits the business.
    @Schema(name = "SetupSuggestions")
    public record Suggestions(List<SuggestedAutomation> automations, List<SuggestedTemplate> templates) {}

    /// An automation that suits the business, set as it could be.
    @Schema(name = "SetupSuggestedAutomation")
    public record SuggestedAutomation(
            @Schema(example = "away_message") String type,
            String name,
            String description,
            Map<String, Object> config) {}

    /// A template that suits the business.
    @Schema(name = "SetupSuggestedTemplate")
    public record SuggestedTemplate(String id, String name, String content, List<String> variables) {}
}
