// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import java.util.List;

/// Answers queries that report something the sandbox has no use for, or ask what it never has: with an empty result.
public final class EmptyResultHandler implements IqHandler {

    /// The namespaces it is good for.
    public static final List<String> NAMESPACES = List.of(
            "w:p",
            "urn:xmpp:ping",
            "urn:xmpp:whatsapp:dirty",
            "urn:xmpp:whatsapp:push",
            "w:stats",
            "tos",
            "w:biz:catalog",
            "w:qr",
            "bot",
            "fb:thrift_iq",
            "spam");

    @Override
    public Answer answer(IqRequest request) {
        return Answer.empty();
    }
}
