// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.dashboard.Texts.Language;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// How somebody wants to see the pages; kept in cookies that say nothing else.
///
/// @param theme `auto`, `light` or `dark`
/// @param zone where the browser is, as it told
public record Look(Language language, String theme, ZoneId zone) {
    static final String LANGUAGE = "switchboard_language";
    static final String THEME = "switchboard_theme";
    static final String ZONE = "switchboard_zone";
    static final Set<String> THEMES = Set.of("auto", "light", "dark");

    static Look of(HttpServletRequest request) {
        Language language = cookie(request, LANGUAGE)
                .flatMap(Look::language)
                .or(() -> Optional.ofNullable(request.getHeader("Accept-Language"))
                        .flatMap(header -> Arrays.stream(header.split(","))
                                .flatMap(wish -> language(wish.strip().split("[-;]")[0]).stream())
                                .findFirst()))
                .orElse(Language.EN);
        String theme = cookie(request, THEME).filter(THEMES::contains).orElse("auto");
        return new Look(
                language, theme, cookie(request, ZONE).flatMap(Look::zone).orElse(ZoneOffset.UTC));
    }

    static Optional<Language> language(String tag) {
        return Arrays.stream(Language.values())
                .filter(language -> language.tag().equalsIgnoreCase(tag))
                .findFirst();
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name.replace("%2F", "/")));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Optional<String> cookie(HttpServletRequest request, String name) {
        return request.getCookies() == null
                ? Optional.empty()
                : Arrays.stream(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }
}
