// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.template.Flaw;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.TemplateDefinition;
import dev.switchboard.gateway.template.TemplateView;
import dev.switchboard.gateway.template.Templates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/templates`.
@RestController
@Tag(name = "Dialect: clients")
public final class TemplatesResource {
    private static final int CONTENT_LIMIT = 4_096;

    private final Templates templates;
    private final Bodies bodies;

    public TemplatesResource(Templates templates, Bodies bodies) {
        this.templates = templates;
        this.bodies = bodies;
    }

    record Entry(String id, String name, String content, List<String> variables) {
        static Entry of(Template template) {
            return new Entry(template.id(), template.name(), template.content(), template.variables());
        }
    }

    record Listing(boolean success, List<Entry> templates) {}

    /// The body that makes a template.
    @Schema(name = "ClientsTemplate")
    record NewTemplate(
            @Nullable String id,
            @Nullable String name,
            @Nullable String content) {}

    record Kept(boolean success, Entry template) {}

    @GetMapping("/templates")
    @Operation(summary = "All templates")
    Listing list(@AuthenticationPrincipal Caller caller) {
        return new Listing(
                true, templates.all(caller.tenant()).stream().map(Entry::of).toList());
    }

    @PostMapping("/templates")
    @Operation(summary = "Keep a template")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewTemplate.class)))
    Kept keep(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        NewTemplate wish = bodies.read(request, NewTemplate.class);
        String id = wish.id();
        String content = wish.content();
        if (id == null || !id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw refused("The field id is missing or has another form.", "id of 1 to 64 letters, digits, _ or -");
        }
        if (content == null || content.isBlank() || content.length() > CONTENT_LIMIT) {
            throw refused(
                    "The field content is missing, blank or too long.",
                    "content of 1 to " + CONTENT_LIMIT + " characters");
        }
        TemplateDefinition definition = TemplateDefinition.plain(Objects.requireNonNullElse(wish.name(), id), content);
        return switch (templates.put(caller, id, definition, true)) {
            case Templates.Kept.Done(Template template, boolean _) -> new Kept(true, Entry.of(template));
            case Templates.Kept.Flawed(List<Flaw> flaws) -> throw TemplateView.flawed(flaws);
            case Templates.Kept.Full(int most) -> throw refused("There are too many templates.", "at most " + most);
            case Templates.Kept.Taken _ -> throw refused("There is a template with this id.", "another id");
        };
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
