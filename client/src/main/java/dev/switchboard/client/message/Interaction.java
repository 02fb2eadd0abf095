// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text with things to press: buttons, or a list to choose from.
///
/// @param title a heading
/// @param text the text
/// @param footer small print
/// @param actions what can be pressed
public record Interaction(Optional<String> title, String text, Optional<String> footer, List<Action> actions) {

    public Interaction {
        actions = List.copyOf(actions);
    }

    /// Something to press.
    public sealed interface Action {

        /// What is written on it.
        String label();

        /// Answers with an id.
        record Reply(String id, String label) implements Action {}

        /// Opens a page.
        record OpenLink(String label, String url) implements Action {}

        /// Calls a number.
        record Call(String label, String number) implements Action {}

        /// Copies a code.
        record Copy(String label, String code) implements Action {}

        /// Opens a list to choose one row from.
        record Menu(String label, List<Section> sections) implements Action {
            public Menu {
                sections = List.copyOf(sections);
            }
        }

        /// Something this client has no word for.
        ///
        /// @param name the network's name of it
        /// @param parameters what it needs, as JSON
        record Other(String name, String label, String parameters) implements Action {}
    }

    /// A part of a list.
    public record Section(String title, List<Row> rows) {
        public Section {
            rows = List.copyOf(rows);
        }
    }

    /// A row of a list.
    public record Row(String id, String title, Optional<String> description) {}

    /// How it is sent.
    public enum Form {
        /// As native flow, the form that phones show at present.
        NATIVE_FLOW,
        /// As buttons or list of old, which many phones no longer show.
        CLASSIC,
        /// As a plain text with numbers to answer with, which every phone shows.
        NUMBERED_TEXT
    }

    /// What can be answered, in the order of its numbers in a numbered text: replies and rows.
    public List<Row> answers() {
        List<Row> answers = new ArrayList<>();
        for (Action action : actions) {
            switch (action) {
                case Action.Reply(String id, String label) -> answers.add(new Row(id, label, Optional.empty()));
                case Action.Menu(var _, List<Section> sections) ->
                    sections.forEach(section -> answers.addAll(section.rows()));
                case Action.OpenLink _, Action.Call _, Action.Copy _, Action.Other _ -> {}
            }
        }
        return answers;
    }

    /// The answer that somebody means who writes a number, or the words of one, under a numbered text.
    public Optional<Row> answerMeant(String text) {
        String said = text.strip();
        List<Row> answers = answers();
        for (int i = 0; i < answers.size(); i++) {
            Row row = answers.get(i);
            if (said.equals(Integer.toString(i + 1)) || said.equalsIgnoreCase(row.title())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "Interaction[" + actions.size() + " actions]";
    }
}
