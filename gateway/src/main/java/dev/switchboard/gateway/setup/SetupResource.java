// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.automation.AutomationKind;
import dev.switchboard.gateway.automation.Automations;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Account;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.setup.SetupView.LinkView;
import dev.switchboard.gateway.setup.SetupView.Step;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.TemplateView;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The setup over HTTP.
@RestController
@RequestMapping("/api/v1/setup")
@Tag(
        name = "Setup",
        description =
                "From nothing to a first message in five steps; each person's progress is kept, so it can be left and resumed")
public final class SetupResource {
    private static final int MOST = 20;
    private static final int NAME_LIMIT = 200;
    private static final int TEXT_LIMIT = 4096;
    private static final Duration TEST_WAIT = Duration.ofSeconds(10);
    private static final String HOURS = "\\d{1,2}(:\\d{2})?-\\d{1,2}(:\\d{2})?";

    private final Setup setup;
    private final SetupViews views;
    private final Linking linking;
    private final Features features;

    /// What the steps are done with.
    public record Features(Automations automations, Templates templates, Messages messages, JsonMapper json) {}

    SetupResource(Setup setup, SetupViews views, Linking linking, Features features) {
        this.setup = setup;
        this.views = views;
        this.linking = linking;
        this.features = features;
    }

    /// A type of business.
    @Schema(name = "BusinessType")
    record TypeView(@Schema(example = "salon") String id, String name, String description, List<String> automations) {}

    /// The types there are.
    @Schema(name = "BusinessTypes")
    record TypesView(List<TypeView> items) {}

    /// The body of the first step.
    @Schema(name = "SetupBusinessChoice")
    record BusinessChoice(
            @Schema(example = "salon") @Nullable String type,
            @Schema(example = "Salon Ada") @Nullable String name,

            @Schema(example = "9:00-18:00", description = "when it is open") @Nullable
            String hours) {}

    /// The body of the second step.
    @Schema(name = "SetupLinkChoice")
    record LinkChoice(
            @Schema(
                    allowableValues = {"qr", "code"},
                    defaultValue = "qr")
            @Nullable
            String method,

            @Schema(description = "the number of the phone, for a code", example = "+1 555 010 0001") @Nullable
            String phone,

            @Schema(description = "a session there is; left out, one is made") @Nullable
            String session) {}

    /// An automation to activate.
    @Schema(name = "SetupAutomationChoice")
    record AutomationChoice(
            @Schema(example = "away_message") @Nullable String type,
            @Nullable JsonNode config) {
        @Override
        public String toString() {
            return "AutomationChoice[" + type + "]";
        }
    }

    /// The body of the third step.
    @Schema(name = "SetupAutomationChoices")
    record AutomationChoices(@Nullable List<AutomationChoice> items) {}

    /// A template to keep.
    @Schema(name = "SetupTemplateChoice")
    record TemplateChoice(
            @Schema(example = "appointment_booked") @Nullable
            String id,

            @Nullable String name,

            @Schema(example = "Hi {{name}}, your appointment is on {{date}}.") @Nullable
            String content) {
        @Override
        public String toString() {
            return "TemplateChoice[" + id + "]";
        }
    }

    /// The body of the fourth step.
    @Schema(name = "SetupTemplateChoices")
    record TemplateChoices(@Nullable List<TemplateChoice> items) {}

    /// The body of the last step.
    @Schema(name = "SetupTestChoice")
    record TestChoice(
            @Schema(example = "It works!") @Nullable String text) {
        @Override
        public String toString() {
            return "TestChoice[]";
        }
    }

    @GetMapping("/business-types")
    @Operation(summary = "List the types of businesses", description = "With the automations that suit each.")
    TypesView types() {
        return new TypesView(Stream.of(BusinessType.values())
                .map(type -> new TypeView(
                        type.id(),
                        type.title(),
                        type.description(),
                        type.automations().stream().map(AutomationKind::id).toList()))
                .toList());
    }

    @GetMapping
    @Operation(
            summary = "See where the setup stands",
            description = "The step to show, what was chosen, and what suits the business.")
    SetupView get(@AuthenticationPrincipal Caller caller) {
        return views.of(caller, null);
    }

    @PutMapping("/business")
    @Operation(summary = "Step 1: say what business it is")
    SetupView business(@AuthenticationPrincipal Caller caller, @RequestBody BusinessChoice body) {
        BusinessType type = Optional.ofNullable(body.type())
                .flatMap(BusinessType::of)
                .orElseThrow(() -> refused(
                        "The type is missing or not known.",
                        Stream.of(BusinessType.values()).map(BusinessType::id).collect(Collectors.joining(", "))));
        String hours = body.hours() == null ? null : body.hours().replace(" ", "");
        if (hours != null && !hours.isEmpty() && !hours.matches(HOURS)) {
            throw refused("The field hours has another form.", "hours as 9:00-18:00");
        }
        String name = body.name() == null ? null : body.name().strip();
        if (name != null && name.length() > NAME_LIMIT) {
            throw refused("The name is too long.", "name of at most " + NAME_LIMIT + " characters");
        }
        setup.keep(caller, before -> before.withBusiness(type.id(), emptyToNull(name), emptyToNull(hours)));
        Choices choices = setup.choices(caller);
        setup.session(caller, choices).ifPresent(session -> setup.profile(session, choices));
        return views.of(caller, null);
    }

    @PostMapping("/link")
    @Operation(
            summary = "Step 2: link an account",
            description =
                    "Makes the session unless one is named, connects it, and shows a QR code or a pairing code. Asked again, it"
                            + " shows the code of the moment.")
    SetupView link(@AuthenticationPrincipal Caller caller, @RequestBody(required = false) @Nullable LinkChoice body) {
        LinkChoice wish = body == null ? new LinkChoice(null, null, null) : body;
        boolean code = "code".equals(wish.method());
        if (wish.method() != null && !code && !wish.method().equals("qr")) {
            throw refused("The method is not known.", "method: qr or code");
        }
        String phone = code ? digits(wish.phone()) : "";
        Session session = chosen(caller, wish.session());
        LinkView shown = code ? linking.byCode(caller, session, phone) : linking.byQr(caller, session);
        return views.of(caller, shown);
    }

    private Session chosen(Caller caller, @Nullable String named) {
        Choices choices = setup.choices(caller);
        Optional<Session> before = named == null ? setup.session(caller, choices) : Optional.empty();
        Session session = before.orElseGet(() -> linking.session(caller, choices, named));
        setup.keep(caller, now -> now.withSession(session.key().id()));
        setup.profile(session, choices);
        return session;
    }

    private static String digits(@Nullable String phone) {
        String digits = phone == null ? "" : phone.replaceAll("[\\s().+-]", "");
        if (!digits.matches("[1-9]\\d{6,14}")) {
            throw Problem.of(ProblemKind.INVALID_PHONE, "The field phone is missing or not a phone number.")
                    .withAccepted("phone with country code, 7 to 15 digits, not beginning with 0")
                    .refusal();
        }
        return digits;
    }

    @PostMapping("/scan")
    @Operation(
            summary = "Scan with a simulated phone",
            description = "In the demo: a phone of the sandbox scans the QR code, and the session is linked.")
    SetupView scan(@AuthenticationPrincipal Caller caller) {
        return views.of(caller, linking.scan(caller, chosen(caller, null)));
    }

    @PutMapping("/automations")
    @Operation(
            summary = "Step 3: activate automations",
            description =
                    "Those with a type that `suggestions` names, set as given there or otherwise; none skips the step.")
    SetupView automations(@AuthenticationPrincipal Caller caller, @RequestBody AutomationChoices body) {
        List<AutomationChoice> items = body.items() == null ? List.of() : body.items();
        if (items.size() > MOST) {
            throw refused("There are too many automations.", "at most " + MOST);
        }
        Session session = needed(caller);
        Set<AutomationKind> kinds = new LinkedHashSet<>();
        for (AutomationChoice item : items) {
            kinds.add(kind(item));
        }
        for (AutomationChoice item : items) {
            JsonNode config = item.config() == null ? features.json().createObjectNode() : item.config();
            features.automations().activate(caller, session, kind(item), config);
        }
        setup.keep(
                caller,
                before -> before.withAutomations(
                        kinds.stream().map(AutomationKind::id).toList()));
        return views.of(caller, null);
    }

    private static AutomationKind kind(AutomationChoice item) {
        if (item.config() != null && !item.config().isNull() && !item.config().isObject()) {
            throw refused("The config of an automation is not an object.", "config: {...}");
        }
        return Optional.ofNullable(item.type())
                .flatMap(AutomationKind::of)
                .orElseThrow(() -> refused(
                        "The type of an automation is missing or not known.",
                        Stream.of(AutomationKind.values())
                                .map(AutomationKind::id)
                                .collect(Collectors.joining(", "))));
    }

    @PutMapping("/templates")
    @Operation(
            summary = "Step 4: keep templates",
            description = "With an id, a name and a text with {{places}}; none skips the step.")
    SetupView templates(@AuthenticationPrincipal Caller caller, @RequestBody TemplateChoices body) {
        List<TemplateChoice> items = body.items() == null ? List.of() : body.items();
        if (items.size() > MOST) {
            throw refused("There are too many templates.", "at most " + MOST);
        }
        List<Template> kept = new ArrayList<>();
        for (TemplateChoice item : items) {
            kept.add(template(item));
        }
        kept.forEach(template ->
                TemplateView.kept(features.templates().put(caller, template.id(), template.definition(), true)));
        setup.keep(
                caller,
                before -> before.withTemplates(kept.stream().map(Template::id).toList()));
        return views.of(caller, null);
    }

    private static Template template(TemplateChoice item) {
        String id = item.id() == null ? "" : item.id();
        String content = item.content() == null ? "" : item.content();
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}") || content.isBlank() || content.length() > TEXT_LIMIT) {
            throw refused(
                    "A template has no acceptable id or text.",
                    "id of 1 to 64 letters, digits, _ or -; content of 1 to " + TEXT_LIMIT + " characters");
        }
        return new Template(id, item.name() == null || item.name().isBlank() ? id : item.name(), content);
    }

    @PostMapping("/test")
    @Operation(
            summary = "Step 5: send a test message to oneself",
            description =
                    "To the linked account's own number; the answer waits until the network has it, for ten seconds at most.")
    SetupView test(@AuthenticationPrincipal Caller caller, @RequestBody(required = false) @Nullable TestChoice body)
            throws InterruptedException {
        String text = body == null || body.text() == null || body.text().isBlank()
                ? "It works! This is a test message from Switchboard."
                : body.text();
        if (text.length() > TEXT_LIMIT) {
            throw refused("The text is too long.", "text of at most " + TEXT_LIMIT + " characters");
        }
        Session session = needed(caller);
        Account account = session.account().orElseThrow(() -> notLinked(session));
        SendCommand command =
                new SendCommand(Jid.pn(account.phone()), text, Optional.empty(), Optional.empty(), Optional.empty());
        switch (features.messages().sendAndWait(caller, session, command, TEST_WAIT)) {
            case Acceptance.Accepted(String id, var _, boolean _) -> setup.keep(caller, before -> before.withTest(id));
            case Acceptance.OverQuota(long most, var until) ->
                throw Problem.of(
                                ProblemKind.QUOTA_REACHED,
                                "The tenant has sent the " + most + " messages it may send in a day.")
                        .withAdvice("A new day begins at " + until + ".")
                        .refusal();
            case Acceptance.NotConnected _,
                    Acceptance.Blocked _,
                    Acceptance.TimeOver _,
                    Acceptance.IdTaken _,
                    Acceptance.KeyReused _,
                    Acceptance.UnknownTarget _,
                    Acceptance.WrongKind _,
                    Acceptance.NotYours _ -> throw notLinked(session);
        }
        return views.of(caller, null);
    }

    private Session needed(Caller caller) {
        return setup.session(caller, setup.choices(caller))
                .orElseThrow(() -> Problem.of(ProblemKind.NOT_CONNECTED, "The setup has no session yet.")
                        .withAdvice("POST /api/v1/setup/link first.")
                        .refusal());
    }

    private static Refusal notLinked(Session session) {
        return Problem.of(
                        ProblemKind.NOT_CONNECTED,
                        "The session is " + session.status().state().text() + ", so it cannot send.")
                .withAdvice(session.status().advice())
                .refusal();
    }

    @PostMapping("/steps/{step}/skip")
    @Operation(summary = "Leave a step out", description = "Linking cannot be left out; the business is then `other`.")
    SetupView skip(@AuthenticationPrincipal Caller caller, @PathVariable String step) {
        Step found = Step.of(step)
                .filter(one -> one != Step.LINK)
                .orElseThrow(() ->
                        refused("This is no step that can be left out.", "business, automations, templates or test"));
        setup.skip(caller, found);
        return views.of(caller, null);
    }

    @PostMapping("/finish")
    @Operation(summary = "Finish the setup", description = "It is not offered again, but can be begun anew.")
    SetupView finish(@AuthenticationPrincipal Caller caller) {
        setup.finish(caller);
        return views.of(caller, null);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Begin anew", description = "Forgets what was chosen; what was made stays.")
    void restart(@AuthenticationPrincipal Caller caller) {
        setup.forget(caller);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
