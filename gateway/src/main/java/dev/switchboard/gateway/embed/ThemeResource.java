// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The theme over HTTP.
@RestController
@RequestMapping("/api/v1/theme")
@Tag(name = "Linking pages")
public final class ThemeResource {
    private static final int NAME_LIMIT = 80;
    private static final int LOGO_LIMIT = 131_072;
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern LOGO = Pattern.compile("data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}");

    private final Themes themes;

    public ThemeResource(Themes themes) {
        this.themes = themes;
    }

    @GetMapping
    @Operation(
            summary = "Look at the theme",
            description = "Name, colour, language and logo of pages that customers see.")
    Theme get(@AuthenticationPrincipal Caller caller) {
        return themes.of(caller.tenant());
    }

    @PutMapping
    @Operation(summary = "Set the theme", description = "What is left out is as it comes.")
    Theme put(@AuthenticationPrincipal Caller caller, @RequestBody Theme body) {
        String name = body.name() == null ? null : body.name().strip();
        if (name != null && name.length() > NAME_LIMIT) {
            throw refused("The name is too long.", "name of at most " + NAME_LIMIT + " characters");
        }
        check(body.color(), COLOR, 7, "color", "color as #0b6e4f");
        check(
                body.logo(),
                LOGO,
                LOGO_LIMIT,
                "logo",
                "logo as data:image/png;base64,..., at most 96 KB (png, jpeg, webp)");
        if (body.language() != null && PageWords.language(body.language()).isEmpty()) {
            throw refused("The language is not known.", PageWords.known());
        }
        Theme theme =
                new Theme(name == null || name.isEmpty() ? null : name, body.color(), body.language(), body.logo());
        themes.put(caller, theme);
        return theme;
    }

    private static void check(@Nullable String value, Pattern form, int limit, String field, String accepted) {
        if (value != null && (value.length() > limit || !form.matcher(value).matches())) {
            throw refused("The field " + field + " has another form.", accepted);
        }
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
