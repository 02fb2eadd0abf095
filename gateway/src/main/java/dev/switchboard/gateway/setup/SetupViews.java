// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.automation.Automations;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.setup.SetupView.AutomationView;
import dev.switchboard.gateway.setup.SetupView.BusinessView;
import dev.switchboard.gateway.setup.SetupView.LinkView;
import dev.switchboard.gateway.setup.SetupView.Step;
import dev.switchboard.gateway.setup.SetupView.StepView;
import dev.switchboard.gateway.setup.SetupView.TestView;
import dev.switchboard.gateway.template.Templates;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts together what is shown of a setup.
final class SetupViews {
    private static final String DONE = "done";
    private static final String OPEN = "open";
    private static final String SKIPPED = "skipped";
    private static final Set<String> ARRIVED = Set.of("sent", "delivered", "read", "played");

    private final Setup setup;
    private final Automations automations;
    private final Templates templates;
    private final boolean phones;

    SetupViews(Setup setup, Automations automations, Templates templates, boolean phones) {
        this.setup = setup;
        this.automations = automations;
        this.templates = templates;
        this.phones = phones;
    }

    /// The setup as it stands.
    ///
    /// @param shown the link with what is on display, where the request was about it
    SetupView of(Caller caller, @Nullable LinkView shown) {
        Optional<SetupStore.Run> run = setup.run(caller);
        Choices choices = run.map(SetupStore.Run::choices).orElse(Choices.NONE);
        Optional<Session> session = setup.session(caller, choices);
        Optional<MessageView> test = setup.test(choices, session);
        List<StepView> steps = Stream.of(Step.values())
                .map(step -> new StepView(step.id(), state(step, choices, session, test)))
                .toList();
        return new SetupView(
                setup.needed(caller),
                steps.stream()
                        .filter(step -> step.state().equals(OPEN))
                        .map(StepView::id)
                        .findFirst()
                        .orElse(DONE),
                steps,
                choices.type() == null ? null : new BusinessView(choices.type(), choices.name(), choices.hours()),
                shown != null ? shown : session.map(SetupViews::link).orElse(null),
                session.map(this::active).orElse(List.of()),
                choices.templates() == null ? List.of() : choices.templates(),
                test.map(message -> new TestView(message.id(), message.status(), message.failure()))
                        .orElse(null),
                Suggesting.of(choices, templates.all(caller.tenant())),
                phones,
                run.map(SetupStore.Run::startedAt).orElse(null),
                run.map(SetupStore.Run::updatedAt).orElse(null),
                run.flatMap(SetupStore.Run::finishedAt).orElse(null));
    }

    private static String state(Step step, Choices choices, Optional<Session> session, Optional<MessageView> test) {
        return switch (step) {
            case BUSINESS -> choices.type() == null ? OPEN : DONE;
            case LINK -> session.filter(Session::linked).isPresent() ? DONE : OPEN;
            case AUTOMATIONS -> ofList(choices.automations());
            case TEMPLATES -> ofList(choices.templates());
            case TEST -> "".equals(choices.test()) ? SKIPPED : arrived(test) ? DONE : OPEN;
        };
    }

    private static String ofList(@Nullable List<String> chosen) {
        return chosen == null ? OPEN : chosen.isEmpty() ? SKIPPED : DONE;
    }

    private static boolean arrived(Optional<MessageView> test) {
        return test.map(MessageView::status).filter(ARRIVED::contains).isPresent();
    }

    static LinkView link(Session session) {
        return new LinkView(
                session.key().id(),
                session.label(),
                session.status().state().text(),
                session.linked(),
                session.status().advice(),
                null,
                null,
                null,
                null,
                session.account().orElse(null));
    }

    private List<AutomationView> active(Session session) {
        return automations.of(session).stream()
                .map(automation -> new AutomationView(
                        automation.id(),
                        automation.kind().id(),
                        automation.kind().title(),
                        automation.active()))
                .toList();
    }
}
