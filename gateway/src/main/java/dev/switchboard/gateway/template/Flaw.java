// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

/// What is wrong with a template, and where.
///
/// @param code for programs: `unclosed_variable`, `unknown_variable`, `malformed_variable`, `unknown_formatter`,
///   `bad_argument`, `too_long`, `empty`
/// @param language the language whose text it is in
/// @param line counted from 1
/// @param column counted from 1
/// @param detail in words
public record Flaw(String code, String language, int line, int column, String detail) {
    /// Where and what, for people.
    public String text() {
        return detail + " (" + (language.isEmpty() ? "" : language + ", ") + "line " + line + ", column " + column
                + ")";
    }
}
