// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// All faults that are set, and the decision whether one strikes.
///
/// Safe for many threads. While no fault of a kind is set, asking costs one volatile read; probabilities come from the
/// generator that was passed in, so a seeded run repeats itself.
public final class Faults {

    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<Armed> armed = List.of();
    private long lastId;

    /// No faults yet.
    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /// Sets a fault.
    ///
    /// @throws IllegalArgumentException if the definition has a [complaint][FaultDefinition#complaint]
    public Fault set(FaultDefinition definition) {
        definition.complaint().ifPresent(complaint -> {
            throw new IllegalArgumentException(complaint);
        });
        lock.lock();
        try {
            Armed added = new Armed("f" + ++lastId, definition);
            armed = Stream.concat(armed.stream(), Stream.of(added)).toList();
            return added.view();
        } finally {
            lock.unlock();
        }
    }

    /// Clears a fault; false if there is none with this id.
    public boolean clear(String id) {
        lock.lock();
        try {
            List<Armed> kept =
                    armed.stream().filter(fault -> !fault.id.equals(id)).toList();
            boolean found = kept.size() < armed.size();
            armed = kept;
            return found;
        } finally {
            lock.unlock();
        }
    }

    /// Clears all faults.
    public void clearAll() {
        lock.lock();
        try {
            armed = List.of();
        } finally {
            lock.unlock();
        }
    }

    /// All faults in the order they were set, the spent ones among them.
    public List<Fault> all() {
        lock.lock();
        try {
            List<Fault> views = new ArrayList<>();
            armed.forEach(fault -> views.add(fault.view()));
            return views;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a fault of this kind strikes at this place now. Asking counts: call once for each chance.
    public Optional<FaultDefinition> strike(FaultKind kind, FaultTarget place) {
        return strike(kind, place, _ -> true);
    }

    /// Like [#strike(FaultKind, FaultTarget)] for faults whose parameters fit too, such as the namespace of a query.
    public Optional<FaultDefinition> strike(FaultKind kind, FaultTarget place, Predicate<FaultDefinition> fits) {
        List<Armed> candidates = armed;
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        for (Armed fault : candidates) {
            FaultDefinition definition = fault.definition;
            if (definition.kind() == kind
                    && definition.target().covers(place)
                    && fits.test(definition)
                    && strikes(fault)) {
                return Optional.of(definition);
            }
        }
        return Optional.empty();
    }

    /// Whether no fault is set at all.
    public boolean quiet() {
        return armed.isEmpty();
    }

    /// The fault of this kind that is set for this place and not spent, without a chance to strike.
    public Optional<FaultDefinition> peek(FaultKind kind, FaultTarget place) {
        return all().stream()
                .filter(fault -> !fault.spent())
                .map(Fault::definition)
                .filter(fault -> fault.kind() == kind && fault.target().covers(place))
                .findFirst();
    }

    /// Whether a query in this namespace shall fail in this way.
    public Optional<FaultDefinition> strikeIq(FaultKind kind, FaultTarget place, String xmlns) {
        return strike(
                kind, place, fault -> fault.word("xmlns").map(xmlns::equals).orElse(true));
    }

    private boolean strikes(Armed fault) {
        lock.lock();
        try {
            return fault.strikes(random);
        } finally {
            lock.unlock();
        }
    }

    /// A set fault with its counters, which the lock guards.
    private static final class Armed {
        private final String id;
        private final FaultDefinition definition;
        private int toSkip;
        private long struck;

        private Armed(String id, FaultDefinition definition) {
            this.id = id;
            this.definition = definition;
            this.toSkip = definition.number(FaultParam.AFTER.name()).orElse(0);
        }

        private boolean strikes(RandomGenerator random) {
            if (view().spent()) {
                return false;
            }
            if (toSkip > 0) {
                toSkip--;
                return false;
            }
            Double probability = definition.probability();
            if (probability != null && random.nextDouble() >= probability) {
                return false;
            }
            struck++;
            return true;
        }

        private Fault view() {
            return new Fault(id, definition, struck);
        }
    }
}
