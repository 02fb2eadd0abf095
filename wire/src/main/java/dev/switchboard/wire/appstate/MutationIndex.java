// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a mutation is about: the name of an action and its arguments, such as a chat.
///
/// @param parts name and arguments
public record MutationIndex(List<String> parts) {

    /// Keeps an unmodifiable copy.
    public MutationIndex {
        parts = List.copyOf(parts);
    }

    /// An index of a name and arguments.
    public static MutationIndex of(String... parts) {
        return new MutationIndex(List.of(parts));
    }

    /// The name of the action; empty if there are no parts.
    public String action() {
        return parts.isEmpty() ? "" : parts.getFirst();
    }

    /// An argument; empty text if there are fewer.
    ///
    /// @param number 1 for the first one
    public String argument(int number) {
        return number < parts.size() ? parts.get(number) : "";
    }

    /// Reads a JSON array of texts; empty if the bytes are anything else.
    public static Optional<MutationIndex> parse(Bytes json) {
        return new Reader(json.asUtf8()).read();
    }

    /// The JSON array, written exactly as JavaScript does: the bytes are authenticated.
    public Bytes toJson() {
        StringBuilder json = new StringBuilder().append('[');
        for (String part : parts) {
            if (json.length() > 1) {
                json.append(',');
            }
            write(part, json);
        }
        return Bytes.utf8(json.append(']').toString());
    }

    private static void write(String part, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || isLoneSurrogate(part, i)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /// Reads the one shape of JSON that an index has.
    private static final class Reader {
        private final String json;
        private int at;

        Reader(String json) {
            this.json = json;
        }

        Optional<MutationIndex> read() {
            List<String> parts = new ArrayList<>();
            if (!take('[')) {
                return Optional.empty();
            }
            if (!take(']')) {
                do {
                    Optional<String> part = text();
                    if (part.isEmpty()) {
                        return Optional.empty();
                    }
                    parts.add(part.get());
                } while (take(','));
                if (!take(']')) {
                    return Optional.empty();
                }
            }
            skipBlanks();
            return at == json.length() ? Optional.of(new MutationIndex(parts)) : Optional.empty();
        }

        private void skipBlanks() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean take(char expected) {
            skipBlanks();
            if (at < json.length() && json.charAt(at) == expected) {
                at++;
                return true;
            }
            return false;
        }

        private Optional<String> text() {
            if (!take('"')) {
                return Optional.empty();
            }
            StringBuilder text = new StringBuilder();
            while (at < json.length()) {
                char c = json.charAt(at++);
                if (c == '"') {
                    return Optional.of(text.toString());
                }
                if (c < ' ' || (c == '\\' && !escape(text))) {
                    return Optional.empty();
                }
                if (c != '\\') {
                    text.append(c);
                }
            }
            return Optional.empty();
        }

        private boolean escape(StringBuilder text) {
            if (at == json.length()) {
                return false;
            }
            char c = json.charAt(at++);
            int plain = "\"\\/bfnrt".indexOf(c);
            if (plain >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(plain));
                return true;
            }
            if (c != 'u' || at + 4 > json.length()) {
                return false;
            }
            int value = 0;
            for (int end = at + 4; at < end; at++) {
                int digit = Character.digit(json.charAt(at), 16);
                if (digit < 0) {
                    return false;
                }
                value = value << 4 | digit;
            }
            text.append((char) value);
            return true;
        }
    }
}
