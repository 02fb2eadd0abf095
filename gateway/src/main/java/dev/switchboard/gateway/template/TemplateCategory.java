// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a template is for.
public enum TemplateCategory {
    MARKETING,
    UTILITY,
    SERVICE,
    AUTHENTICATION,
    OTHER;

    /// As it appears outside.
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TemplateCategory> of(String text) {
        return Arrays.stream(values())
                .filter(category -> category.text().equals(text))
                .findFirst();
    }

    @JsonCreator
    static TemplateCategory stored(String text) {
        return of(text).orElse(OTHER);
    }
}
