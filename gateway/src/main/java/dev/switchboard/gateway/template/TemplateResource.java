// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/templates`.
@RestController
@RequestMapping("/api/v1/templates")
@Tag(name = "Templates", description = "Texts with places for values, in versions and languages")
public final class TemplateResource {
    private static final String FORMAT = "switchboard-templates/1";

    private final Templates templates;

    public TemplateResource(Templates templates) {
        this.templates = templates;
    }

    @GetMapping
    @Operation(summary = "List templates", description = "Those of every tenant are among them: welcome and promo.")
    Page<TemplateView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Optional<TemplateCategory> only = Optional.ofNullable(category)
                .map(text -> TemplateCategory.of(text)
                        .orElseThrow(() -> TemplateView.refused("The category is not known.", "see Template")));
        Templates.Wanted wanted = new Templates.Wanted(only, Optional.ofNullable(q));
        return templates
                .page(caller.tenant(), wanted, cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(TemplateView::of);
    }

    @PostMapping
    @Operation(
            summary = "Make a template",
            description =
                    "Refused with template_flawed where a variable is unknown, unclosed or malformed; the refusal names"
                            + " each with line and column.")
    ResponseEntity<TemplateView> create(@AuthenticationPrincipal Caller caller, @RequestBody TemplateView.Wish wish) {
        String id = id(wish.id());
        TemplateView made = TemplateView.kept(templates.put(caller, id, wish.definition(id), false));
        return ResponseEntity.created(URI.create("/api/v1/templates/" + id)).body(made);
    }

    @GetMapping("/{templateId}")
    @Operation(summary = "Look at a template")
    TemplateView get(@AuthenticationPrincipal Caller caller, @PathVariable String templateId) {
        return TemplateView.of(find(caller, templateId));
    }

    @PutMapping("/{templateId}")
    @Operation(
            summary = "Keep a template",
            description =
                    "A new version of one that is there. Campaigns that were made go on with the version of then.")
    TemplateView put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String templateId,
            @RequestBody TemplateView.Wish wish) {
        String id = id(templateId);
        return TemplateView.kept(templates.put(caller, id, wish.definition(id), true));
    }

    @DeleteMapping("/{templateId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a template", description = "One that replaced a built-in one gives way to that again.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String templateId) {
        if (!templates.delete(caller, templateId)) {
            throw unknown();
        }
    }

    /// A version of a template.
    @Schema(name = "TemplateVersion")
    record VersionView(int version, Instant at, String by, TemplateDefinition definition) {
        static VersionView of(Templates.Version version) {
            return new VersionView(version.version(), version.at(), version.actor(), version.definition());
        }

        @Override
        public String toString() {
            return "VersionView[" + version + "]";
        }
    }

    @GetMapping("/{templateId}/versions")
    @Operation(summary = "List the versions of a template", description = "Newest first.")
    Page<VersionView> versions(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String templateId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        find(caller, templateId);
        return templates
                .versions(caller.tenant(), templateId, before(cursor), Cursor.limit(limit))
                .map(VersionView::of);
    }

    private static int before(@Nullable String cursor) {
        try {
            return cursor == null ? Integer.MAX_VALUE : Integer.parseInt(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    @PostMapping("/{templateId}/versions/{version}/restore")
    @Operation(summary = "Go back to a version", description = "It is kept anew, as the newest version.")
    TemplateView restore(
            @AuthenticationPrincipal Caller caller, @PathVariable String templateId, @PathVariable int version) {
        Template old = templates.find(caller.tenant(), templateId, version).orElseThrow(TemplateResource::unknown);
        return TemplateView.kept(templates.put(caller, templateId, old.definition(), true));
    }

    /// What a preview is made with.
    @Schema(name = "TemplatePreviewWish")
    record PreviewWish(
            @Schema(
                    description = "the samples of the variables stand for those left out",
                    example = "{\"name\":\"Alice\"}")
            @Nullable
            Map<String, String> variables,

            @Schema(description = "the reader's") @Nullable String language,

            @Schema(defaultValue = "UTC", example = "Europe/Berlin") @Nullable
            String zone,

            @Schema(description = "at /templates/preview: what is not kept yet")
            TemplateView.@Nullable Wish template) {
        @Override
        public String toString() {
            return "PreviewWish[]";
        }
    }

    /// What somebody would read.
    @Schema(name = "TemplatePreview")
    record Preview(
            String text,
            String language,

            @Schema(description = "values that were not given; their places stay visible")
            List<String> missing,

            @Schema(description = "values a formatter could do nothing with, and what it expects")
            Map<String, String> misfit,

            List<Flaw> flaws) {
        @Override
        public String toString() {
            return "Preview[]";
        }
    }

    @PostMapping("/{templateId}/preview")
    @Operation(summary = "Preview a template", description = "Renders it and sends nothing.")
    Preview preview(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String templateId,
            @RequestBody(required = false) @Nullable PreviewWish wish) {
        return preview(find(caller, templateId), wish, List.of());
    }

    @PostMapping("/preview")
    @Operation(
            summary = "Preview a template that is not kept",
            description = "For editors: flaws are told with their places instead of refused.")
    Preview previewDraft(@AuthenticationPrincipal Caller caller, @RequestBody PreviewWish wish) {
        if (wish.template() == null) {
            throw TemplateView.refused("The field template is missing.", "template with content or texts");
        }
        TemplateDefinition definition = wish.template()
                .definition(Objects.requireNonNullElse(wish.template().id(), "draft"));
        return preview(Template.of("draft", definition, 1), wish, templates.check(definition));
    }

    private static Preview preview(Template template, @Nullable PreviewWish wish, List<Flaw> flaws) {
        PreviewWish asked = wish == null ? new PreviewWish(null, null, null, null) : wish;
        Template.Rendered rendered = template.preview(
                Objects.requireNonNullElse(asked.variables(), Map.of()), asked.language(), zone(asked.zone()));
        return new Preview(rendered.text(), rendered.language(), rendered.missing(), rendered.misfit(), flaws);
    }

    private static ZoneId zone(@Nullable String text) {
        try {
            return ZoneId.of(Objects.requireNonNullElse(text, "UTC"));
        } catch (DateTimeException _) {
            throw TemplateView.refused("The field zone is no time zone.", "a zone such as Europe/Berlin");
        }
    }

    /// Templates on their way from one place to another.
    @Schema(name = "TemplateBundle")
    record Bundle(
            @Schema(example = FORMAT) @Nullable String format,
            @Nullable List<Packed> templates) {
        @Override
        public String toString() {
            return "Bundle[]";
        }
    }

    /// One of them.
    @Schema(name = "PackedTemplate")
    record Packed(@Nullable String id, @Nullable TemplateDefinition definition) {
        @Override
        public String toString() {
            return "Packed[" + id + "]";
        }
    }

    @GetMapping("/export")
    @Operation(summary = "Export templates", description = "All of the tenant's own, as /templates/import takes them.")
    Bundle export(@AuthenticationPrincipal Caller caller) {
        return new Bundle(
                FORMAT,
                templates.all(caller.tenant()).stream()
                        .filter(template -> !template.builtIn())
                        .map(template -> new Packed(template.id(), template.definition()))
                        .toList());
    }

    /// What became of an import.
    @Schema(name = "TemplateImport")
    record Imported(int created, int replaced, int skipped, List<Refused> refused) {}

    /// A template that was not taken.
    @Schema(name = "RefusedTemplate")
    record Refused(int position, String id, String reason) {}

    @PostMapping("/import")
    @Operation(
            summary = "Import templates",
            description =
                    "Each by itself: what is flawed is told with its place and left out. mode=skip leaves those alone that"
                            + " are there, mode=replace gives them a new version.")
    Imported importAll(
            @AuthenticationPrincipal Caller caller,
            @RequestBody Bundle bundle,
            @RequestParam(defaultValue = "skip") String mode) {
        List<Packed> all = bundle.templates();
        if (all == null
                || !FORMAT.equals(bundle.format())
                || !List.of("skip", "replace").contains(mode)) {
            throw TemplateView.refused("This is no bundle of templates.", "what /api/v1/templates/export gives");
        }
        int[] counts = new int[3];
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String id = String.valueOf(all.get(i).id());
            try {
                switch (taken(caller, id, all.get(i).definition(), mode.equals("replace"))) {
                    case Templates.Kept.Done done -> counts[done.fresh() ? 0 : 1]++;
                    case Templates.Kept.Taken _ -> counts[2]++;
                    case Templates.Kept.Flawed(List<Flaw> flaws) ->
                        refused.add(new Refused(i, id, flaws.getFirst().text()));
                    case Templates.Kept.Full(int most) ->
                        refused.add(new Refused(i, id, "There are all the " + most + " templates there may be."));
                }
            } catch (Refusal refusal) {
                refused.add(new Refused(i, id, refusal.problem().detail()));
            }
        }
        return new Imported(counts[0], counts[1], counts[2], refused);
    }

    private Templates.Kept taken(Caller caller, String id, @Nullable TemplateDefinition definition, boolean replace) {
        if (definition == null) {
            throw TemplateView.refused("It has no definition.", "what /api/v1/templates/export gives");
        }
        TemplateView.Wish wish = new TemplateView.Wish(
                id,
                definition.name(),
                definition.category().text(),
                definition.language(),
                null,
                definition.texts(),
                definition.variables(),
                definition.header());
        return templates.put(caller, id(id), wish.definition(id), replace);
    }

    private static String id(@Nullable String id) {
        if (id == null
                || !id.matches(Templates.ID)
                || Set.of("preview", "import", "export").contains(id)) {
            throw TemplateView.refused(
                    "The field id is missing or has another form.", "id of 1 to 64 letters, digits, _ or -");
        }
        return id;
    }

    private Template find(Caller caller, String id) {
        return templates.find(caller.tenant(), id).orElseThrow(TemplateResource::unknown);
    }

    private static Refusal unknown() {
        return Problem.of(ProblemKind.TEMPLATE_NOT_FOUND, "There is no such template.")
                .withAdvice("GET /api/v1/templates lists those there are.")
                .refusal();
    }
}
