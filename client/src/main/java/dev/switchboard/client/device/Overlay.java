// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one turn has changed, over a small memory of what is stored. Every step can be taken back.
final class Overlay {

    private static final int REMEMBERED = 96;

    /// Names of values that are not worth remembering beyond the turn that wrote them.
    interface Brief {}

    private final Map<Object, Optional<?>> fresh = new HashMap<>();
    private final Map<Object, Supplier<StoreChange>> last = new LinkedHashMap<>();
    private List<StoreChange> changes = new ArrayList<>(0);
    private List<ClientEvent> events = new ArrayList<>(0);
    private List<Runnable> undo = new ArrayList<>(0);
    private @Nullable Memory remembered;

    int mark() {
        return undo.size();
    }

    void rollback(int mark) {
        for (int i = undo.size() - 1; i >= mark; i--) {
            undo.remove(i).run();
        }
    }

    /// Reads a value of this turn, remembered or loaded.
    <T> Optional<T> read(Object name, Supplier<Optional<T>> load) {
        Optional<?> value = fresh.get(name);
        if (value == null && name instanceof Brief) {
            return load.get();
        }
        if (value == null) {
            value = memory().get(name);
        }
        if (value == null) {
            value = load.get();
            memory().put(name, value);
        }
        return cast(value);
    }

    /// The names say which type of value they stand for.
    @SuppressWarnings("unchecked")
    private static <T> Optional<T> cast(Optional<?> value) {
        return (Optional<T>) value;
    }

    boolean knows(Object name) {
        return fresh.containsKey(name) || memory().containsKey(name);
    }

    /// For the rest of the turn, more values than usual are remembered.
    void makeRoom(int more) {
        memory().makeRoom(more);
    }

    void remember(Object name, Optional<?> value) {
        memory().put(name, value);
    }

    void write(Object name, Optional<?> value) {
        Optional<?> before = fresh.put(name, value);
        undo.add(() -> {
            if (before == null) {
                fresh.remove(name);
            } else {
                fresh.put(name, before);
            }
        });
    }

    /// Whether this turn wrote a value.
    boolean wrote(Object name) {
        return fresh.containsKey(name);
    }

    /// Takes values of this turn for missing.
    <K> void forget(Class<K> type, Predicate<K> which) {
        List<Object> names = fresh.keySet().stream()
                .filter(name -> type.isInstance(name) && which.test(type.cast(name)))
                .toList();
        names.forEach(name -> write(name, Optional.empty()));
    }

    <K> void freshNames(Class<K> type, BiConsumer<K, Optional<?>> reader) {
        fresh.forEach((name, value) -> {
            if (type.isInstance(name)) {
                reader.accept(type.cast(name), value);
            }
        });
    }

    void change(StoreChange change, Runnable takeBack) {
        changes.add(change);
        undo.add(() -> {
            changes.removeLast();
            takeBack.run();
        });
    }

    /// A change of which only the turn's last one counts, made when the turn ends.
    void changeLast(Object name, Supplier<StoreChange> change) {
        Supplier<StoreChange> before = last.put(name, change);
        undo.add(() -> {
            if (before == null) {
                last.remove(name);
            } else {
                last.put(name, before);
            }
        });
    }

    void emit(ClientEvent event) {
        events.add(event);
        undo.add(() -> events.removeLast());
    }

    StoreBatch seal() {
        last.values().forEach(change -> changes.add(change.get()));
        last.clear();
        return new StoreBatch(changes, events);
    }

    /// The turn is durable: what it wrote is now remembered.
    void committed() {
        Memory present = remembered;
        if (present != null) {
            present.shrink();
        }
        if (!fresh.isEmpty()) {
            fresh.forEach((name, value) -> {
                if (!(name instanceof Brief)) {
                    memory().put(name, value);
                }
            });
            fresh.clear();
        }
        changes.clear();
        events.clear();
        undo.clear();
    }

    void reset() {
        fresh.clear();
        last.clear();
        relax();
    }

    /// Drops what can be read again. Between turns only.
    void relax() {
        remembered = null;
        changes = new ArrayList<>(0);
        events = new ArrayList<>(0);
        undo = new ArrayList<>(0);
    }

    private Memory memory() {
        Memory present = remembered;
        if (present == null) {
            present = new Memory();
            remembered = present;
        }
        return present;
    }

    /// Forgets what was not used for longest.
    private static final class Memory extends LinkedHashMap<Object, Optional<?>> {
        private static final long serialVersionUID = 1L;
        private int room = REMEMBERED;

        Memory() {
            super(16, 0.75f, true);
        }

        void makeRoom(int more) {
            room = Math.max(room, REMEMBERED + more);
        }

        void shrink() {
            room = REMEMBERED;
            Iterator<Object> eldest = keySet().iterator();
            for (int surplus = size() - REMEMBERED; surplus > 0; surplus--) {
                eldest.next();
                eldest.remove();
            }
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Optional<?>> eldest) {
            return size() > room;
        }
    }
}
