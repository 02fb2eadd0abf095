// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.Templates;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fills message templates for a contact.
final class Rendering {
    private Rendering() {}

    /// The text; empty if there is no such template, or a value is missing.
    static Optional<String> of(
            Templates templates, Scene scene, String id, Map<String, String> values, @Nullable String language) {
        Map<String, String> all = new TreeMap<>();
        if (scene.contact().name() != null) {
            all.put("name", scene.contact().name());
        }
        all.putAll(values);
        String wanted = language == null ? scene.contact().language() : language;
        return templates
                .find(scene.session().key().tenant(), id)
                .map(template -> template.render(all, wanted, scene.zone()))
                .filter(Template.Rendered::whole)
                .map(Template.Rendered::text);
    }
}
