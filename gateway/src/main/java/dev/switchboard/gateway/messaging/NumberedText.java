// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;

/// Buttons and lists as text with numbers, for phones that do not show them.
final class NumberedText {
    private NumberedText() {}

    static Content of(Content.Buttons buttons) {
        StringBuilder text = new StringBuilder(buttons.text()).append('\n');
        int number = 0;
        for (Content.Button button : buttons.buttons()) {
            number++;
            text.append('\n').append(number).append(". ").append(button.text());
        }
        buttons.footer().ifPresent(footer -> text.append("\n\n").append(footer));
        return new Content.Text(text.toString());
    }

    static Content of(Content.Menu menu) {
        StringBuilder text = new StringBuilder();
        menu.title().ifPresent(title -> text.append('*').append(title).append("*\n"));
        text.append(menu.text()).append('\n');
        int number = 0;
        for (Content.Section section : menu.sections()) {
            if (!section.title().isEmpty()) {
                text.append("\n*").append(section.title()).append('*');
            }
            for (Content.Row row : section.rows()) {
                number++;
                text.append('\n').append(number).append(". ").append(row.title());
                row.description().ifPresent(more -> text.append(": ").append(more));
            }
        }
        menu.footer().ifPresent(footer -> text.append("\n\n").append(footer));
        return new Content.Text(text.toString());
    }
}
