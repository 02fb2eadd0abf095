// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.mex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A JSON value: as much as questions and answers of the network need.
public sealed interface Json {

    /// An object; members keep their order.
    record Fields(Map<String, Json> members) implements Json {
        public Fields {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    record Items(List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Text(String text) implements Json {}

    /// A number, `true`, `false` or `null`, as it is written.
    record Literal(String written) implements Json {
        public static final Json NULL = new Literal("null");
    }

    static Json of(String text) {
        return new Text(text);
    }

    static Json of(boolean flag) {
        return new Literal(Boolean.toString(flag));
    }

    static Json of(long number) {
        return new Literal(Long.toString(number));
    }

    /// An object of one member.
    static Fields of(String name, Json value) {
        return new Fields(Map.of(name, value));
    }

    /// A member of an object, if this is one and it is not `null`.
    default Optional<Json> at(String name) {
        return this instanceof Fields(Map<String, Json> members)
                ? Optional.ofNullable(members.get(name)).filter(value -> !value.equals(Literal.NULL))
                : Optional.empty();
    }

    /// Follows members down.
    default Optional<Json> path(String... names) {
        Optional<Json> at = Optional.of(this);
        for (String name : names) {
            at = at.flatMap(value -> value.at(name));
        }
        return at;
    }

    /// The text of a member; numbers as they are written.
    default Optional<String> text(String name) {
        return at(name).flatMap(value -> switch (value) {
            case Text(String text) -> Optional.of(text);
            case Literal(String written) -> Optional.of(written);
            case Fields _, Items _ -> Optional.empty();
        });
    }

    /// The whole number that a member is, or says.
    default OptionalLong number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty() || !text.get().matches("-?[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    /// The items of a list; empty if this is none.
    default List<Json> list() {
        return this instanceof Items(List<Json> items) ? items : List.of();
    }

    /// Reads a text.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if it is no JSON, or nested too deeply
    static Json parse(String text) {
        return new JsonReader(text).whole();
    }

    /// The text form.
    default String print() {
        StringBuilder out = new StringBuilder();
        print(out, this);
        return out.toString();
    }

    private static void print(StringBuilder out, Json value) {
        switch (value) {
            case Literal(String written) -> out.append(written);
            case Text(String text) -> quote(out, text);
            case Items(List<Json> items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    print(out, items.get(i));
                }
                out.append(']');
            }
            case Fields(Map<String, Json> members) -> {
                out.append('{');
                List<String> names = new ArrayList<>(members.keySet());
                for (int i = 0; i < names.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    quote(out, names.get(i));
                    out.append(':');
                    print(out, members.getOrDefault(names.get(i), Literal.NULL));
                }
                out.append('}');
            }
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
