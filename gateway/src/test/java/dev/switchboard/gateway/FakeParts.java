// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.provider.Answer;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// What the fake network answers to questions: as a test has set it, else yes to what asks for no more.
final class FakeParts {
    /// A question that was asked.
    record Asked(String name, List<Object> arguments) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Function<List<Object>, Answer<?>>> answers = new ConcurrentHashMap<>();

    /// Sets what is answered to a method, as `ProviderGroups.create`.
    void answer(String name, Function<List<Object>, Answer<?>> how) {
        answers.put(name, how);
    }

    /// Sets a value that is given.
    void give(String name, Object value) {
        answer(name, _ -> new Answer.Given<>(value));
    }

    /// The arguments a method was last called with.
    List<Object> last(String name) {
        return asked.stream()
                .filter(question -> question.name().equals(name))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("not asked: " + name))
                .arguments();
    }

    <T> T of(Class<T> part) {
        return part.cast(Proxy.newProxyInstance(
                part.getClassLoader(), new Class<?>[] {part}, (_, method, arguments) -> {
                    List<Object> given = arguments == null ? List.of() : Arrays.asList(arguments);
                    String name = part.getSimpleName() + "." + method.getName();
                    asked.add(new Asked(name, given));
                    if (method.getReturnType() != Answer.class) {
                        return null;
                    }
                    Function<List<Object>, Answer<?>> how = answers.get(name);
                    return how == null ? new Answer.Given<>(true) : how.apply(given);
                }));
    }
}
