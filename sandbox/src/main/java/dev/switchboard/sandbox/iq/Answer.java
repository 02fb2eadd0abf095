// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.wire.node.Node;
import java.util.List;

/// What a handler says to a query.
public sealed interface Answer {

    /// It is done.
    ///
    /// @param children what the result holds
    /// @param afterwards what happens once the answer is on its way
    record Result(List<Node> children, Runnable afterwards) implements Answer {}

    /// It is refused.
    record Refused(int code, String text) implements Answer {}

    /// It comes too fast after others.
    ///
    /// @param backoff how many seconds to wait
    record Limited(int backoff) implements Answer {}

    /// It is done and there is nothing to say.
    static Answer empty() {
        return of();
    }

    /// It is done, and this is the result.
    static Answer of(Node... children) {
        return new Result(List.of(children), () -> {});
    }

    /// It is done, there is nothing to say, and something follows.
    static Answer emptyThen(Runnable afterwards) {
        return new Result(List.of(), afterwards);
    }

    /// The query makes no sense.
    static Answer badRequest() {
        return new Refused(400, "bad-request");
    }

    /// What is asked for does not exist.
    static Answer notFound() {
        return new Refused(404, "item-not-found");
    }

    /// The asker may not do this.
    static Answer forbidden() {
        return new Refused(403, "forbidden");
    }

    /// Nobody here knows how to answer.
    static Answer notImplemented() {
        return new Refused(501, "feature-not-implemented");
    }
}
