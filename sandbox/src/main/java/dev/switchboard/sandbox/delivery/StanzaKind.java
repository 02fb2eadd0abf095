// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import java.util.Optional;

/// The kinds of stanza that a device must acknowledge.
public enum StanzaKind {
    /// A message.
    MESSAGE("message"),
    /// A receipt.
    RECEIPT("receipt"),
    /// A notification.
    NOTIFICATION("notification"),
    /// A call.
    CALL("call");

    private static final StanzaKind[] ALL = values();

    private final String tag;

    StanzaKind(String tag) {
        this.tag = tag;
    }

    /// The tag of the stanza, which is also the `class` of its `ack`.
    public String tag() {
        return tag;
    }

    /// The kind with this tag.
    public static Optional<StanzaKind> ofTag(String tag) {
        for (StanzaKind kind : ALL) {
            if (kind.tag.equals(tag)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
