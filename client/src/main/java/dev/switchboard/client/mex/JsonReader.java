// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.mex;

import dev.switchboard.wire.MalformedMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON. Bounded in depth, so that no answer can exhaust the stack.
final class JsonReader {

    private static final int DEEPEST = 64;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json whole() {
        Json value = value();
        skipSpace();
        if (at < text.length()) {
            throw malformed("more after the end");
        }
        return value;
    }

    private Json value() {
        skipSpace();
        if (at >= text.length()) {
            throw malformed("ends early");
        }
        return switch (text.charAt(at)) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Json.Text(string());
            default -> literal();
        };
    }

    private Json fields() {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        while (more('}', members.isEmpty())) {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
        }
        depth--;
        return new Json.Fields(members);
    }

    private Json items() {
        enter();
        List<Json> items = new ArrayList<>();
        while (more(']', items.isEmpty())) {
            items.add(value());
        }
        depth--;
        return new Json.Items(items);
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw malformed("nested too deeply");
        }
    }

    /// Whether another member follows; steps over what separates them, and over the end.
    private boolean more(char end, boolean first) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        return true;
    }

    private Json literal() {
        int from = at;
        while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String written = text.substring(from, at);
        if (!written.matches("true|false|null|-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw malformed("not a value");
        }
        return new Json.Literal(written);
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            case '"', '\\', '/' -> c;
            default -> throw malformed("unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw malformed("unknown escape");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private char next() {
        if (at >= text.length()) {
            throw malformed("ends early");
        }
        return text.charAt(at++);
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw malformed("unexpected character");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedMessage malformed(String why) {
        return new MalformedMessage("json at " + at + ": " + why + " (expected: JSON)");
    }
}
