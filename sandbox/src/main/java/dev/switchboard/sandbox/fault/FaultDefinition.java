// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A fault as an operator asks for it: what, where, how often, with which parameters.
///
/// @param kind what goes wrong
/// @param target where; what it leaves open is everywhere
/// @param count how often it strikes before it is spent, null for no limit
/// @param probability the chance that it strikes when it could, null for always
/// @param params the parameters of the kind, as text
public record FaultDefinition(
        FaultKind kind,
        FaultTarget target,
        @Nullable Integer count,
        @Nullable Double probability,
        Map<String, String> params) {

    /// Keeps its own copy of the parameters.
    public FaultDefinition {
        params = Map.copyOf(params);
    }

    /// A definition that strikes always and everywhere.
    public static FaultDefinition of(FaultKind kind) {
        return new FaultDefinition(kind, FaultTarget.ANY, null, null, Map.of());
    }

    /// What is wrong with it, in words for its author; empty when it can be set.
    public Optional<String> complaint() {
        if (count != null && probability != null) {
            return Optional.of("count or probability, not both");
        }
        if (count != null && count < 1) {
            return Optional.of("count: " + count + " (expected: 1 or more)");
        }
        if (probability != null && !(probability > 0 && probability <= 1)) {
            return Optional.of("probability: " + probability + " (expected: above 0, up to 1)");
        }
        return paramComplaint();
    }

    private Optional<String> paramComplaint() {
        List<FaultParam> known = new ArrayList<>(kind.params());
        known.add(FaultParam.AFTER);
        for (FaultParam param : known) {
            String value = params.get(param.name());
            if (value == null && param.required()) {
                return Optional.of("params." + param.name() + " is missing (expected: " + param.means() + ")");
            }
            if (value != null && !param.accepts(value)) {
                return Optional.of("params." + param.name() + ": " + value + " (expected: " + param.means() + ")");
            }
        }
        List<String> names = known.stream().map(FaultParam::name).toList();
        return params.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .map(name -> "params." + name + " is unknown (expected: " + String.join(", ", names) + ")");
    }

    /// A numeric parameter.
    public OptionalInt number(String name) {
        String value = params.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    /// A parameter as text.
    public Optional<String> word(String name) {
        return Optional.ofNullable(params.get(name));
    }
}
