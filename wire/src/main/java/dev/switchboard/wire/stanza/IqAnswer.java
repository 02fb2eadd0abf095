// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.node.Node;
import java.util.Optional;
import java.util.OptionalInt;

/// What came back for a request.
public sealed interface IqAnswer {

    /// It was granted.
    ///
    /// @param iq the whole answer
    record Result(Node iq) implements IqAnswer {}

    /// It was refused.
    ///
    /// @param error code and reason
    record Refused(StanzaError error) implements IqAnswer {}

    /// Reads an iq of type result or error.
    static IqAnswer of(Node iq) {
        Fields.requireTag(iq, "iq");
        return switch (iq.requireText("type")) {
            case "result" -> new Result(iq);
            case "error" -> new Refused(StanzaError.in(iq).orElse(new StanzaError(0, "", OptionalInt.empty())));
            default -> throw new MalformedNode("type of <iq>: a request (expected: result or error)");
        };
    }

    /// The error inside a node that may carry one.
    ///
    /// @param code the number; 0 if the peer gave none
    /// @param text a short English name such as `item-not-found`
    /// @param backoffSeconds after how long to try again, if the server says
    record StanzaError(int code, String text, OptionalInt backoffSeconds) {

        /// The `<error>` child of a node.
        static Optional<StanzaError> in(Node node) {
            return node.child("error")
                    .map(error -> new StanzaError(
                            Fields.number(error, "code").orElse(0),
                            error.text("text").orElse(""),
                            Fields.number(error, "backoff")));
        }
    }
}
