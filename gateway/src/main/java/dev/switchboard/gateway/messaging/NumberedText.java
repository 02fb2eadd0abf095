// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Buttons and lists as text with numbers, for phones that do not show them, and what an answer to one means.
public final class NumberedText {
    /// Longer than any line of a list may be.
    private static final int LONGEST_ANSWER = 1_100;

    private NumberedText() {}

    public static Content.Text of(Content.Buttons buttons) {
        StringBuilder text = new StringBuilder(buttons.text()).append('\n');
        int number = 0;
        for (Content.Button button : buttons.buttons()) {
            number++;
            text.append('\n').append(number).append(". ").append(button.text());
        }
        buttons.footer().ifPresent(footer -> text.append("\n\n").append(footer));
        return new Content.Text(text.toString(), Optional.empty(), answers(buttons));
    }

    public static Content.Text of(Content.Menu menu) {
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
        return new Content.Text(text.toString(), Optional.empty(), answers(menu));
    }

    /// What can be answered to a message, in the order of its numbers; nothing to most messages.
    public static List<Content.Row> answers(Content content) {
        return switch (content) {
            case Content.Text text -> text.answers();
            case Content.Buttons buttons ->
                buttons.buttons().stream()
                        .map(button -> new Content.Row(button.id(), button.text(), Optional.empty()))
                        .toList();
            case Content.Menu menu -> {
                List<Content.Row> rows = new ArrayList<>();
                menu.sections().forEach(section -> rows.addAll(section.rows()));
                yield rows;
            }
            case Content.Attachment _,
                    Content.Location _,
                    Content.LiveLocation _,
                    Content.Contacts _,
                    Content.Poll _,
                    Content.Event _,
                    Content.Choice _,
                    Content.GroupInvite _,
                    Content.Album _,
                    Content.Unknown _,
                    Content.Change _ -> List.of();
        };
    }

    /// The line that somebody means who writes its number or its words.
    public static Optional<Content.Row> meant(List<Content.Row> answers, String text) {
        if (text.length() > LONGEST_ANSWER) {
            return Optional.empty();
        }
        String said = text.strip();
        for (int i = 0; i < answers.size(); i++) {
            String number = Integer.toString(i + 1);
            Content.Row row = answers.get(i);
            if (said.equals(number)
                    || said.equals(number + ".")
                    || said.equals(number + ")")
                    || said.equalsIgnoreCase(row.title().strip())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
