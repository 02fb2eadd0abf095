// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The attributes of a node: an immutable map from name to [Value] that keeps the order in which they
/// were written. Order plays no part in equality.
public final class Attributes {

    /// No attributes.
    public static final Attributes EMPTY = new Attributes(new String[0], new Value[0]);

    private final String[] names;
    private final Value[] values;

    /// Takes ownership of both arrays; names must not repeat.
    Attributes(String[] names, Value[] values) {
        this.names = names;
        this.values = values;
    }

    /// The number of attributes.
    public int size() {
        return names.length;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return names.length == 0;
    }

    /// Whether there is an attribute of this name.
    public boolean has(String name) {
        return find(name) != null;
    }

    /// The attribute of this name.
    public Optional<Value> get(String name) {
        return Optional.ofNullable(find(name));
    }

    /// All names, in order.
    public List<String> names() {
        return List.of(names);
    }

    /// Visits all attributes in order.
    public void forEach(BiConsumer<? super String, ? super Value> visitor) {
        for (int i = 0; i < names.length; i++) {
            visitor.accept(names[i], values[i]);
        }
    }

    String nameAt(int index) {
        return names[index];
    }

    Value valueAt(int index) {
        return values[index];
    }

    @Nullable
    Value find(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Attributes that) || names.length != that.names.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!values[i].equals(that.find(names[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (int i = 0; i < names.length; i++) {
            sum += 31 * names[i].hashCode() + values[i].hashCode();
        }
        return sum;
    }

    /// The names only, since values may be phone numbers.
    @Override
    public String toString() {
        return "Attributes" + Arrays.toString(names);
    }
}
