// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.sandbox.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request shape and what answers it.
///
/// @param method in capitals
/// @param path the segments, "{}" for one that varies
/// @param action what answers
record Route(String method, List<String> path, Action action) {

    /// Answers one request of a shape.
    @FunctionalInterface
    interface Action {
        HttpResponse answer(Call call);
    }

    /// A request with the segments that vary.
    record Call(HttpRequest request, List<String> variables) {
        String variable(int index) {
            return variables.get(index);
        }
    }

    static Route of(String method, String path, Action action) {
        return new Route(method, segments(path), action);
    }

    /// The segments of a path that vary, if it has this shape.
    Optional<List<String>> match(List<String> segments) {
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (path.get(i).equals("{}")) {
                variables.add(segments.get(i));
            } else if (!path.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /// The parts of a path between its slashes; a trailing slash counts for nothing.
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.removeFirst();
        if (!segments.isEmpty() && segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return List.copyOf(segments);
    }
}
