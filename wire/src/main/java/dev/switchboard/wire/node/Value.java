// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.jid.Jid;

/// What an attribute holds. An address given as text stays text, as its encoding differs from that of a
/// typed address; readers of addresses accept both.
public sealed interface Value {

    /// The value as text, addresses printed.
    String asText();

    /// A text, number or flag.
    record Text(String text) implements Value {
        @Override
        public String asText() {
            return text;
        }
    }

    /// A typed address.
    record JidValue(Jid jid) implements Value {
        @Override
        public String asText() {
            return jid.toString();
        }
    }

    /// A text value.
    static Value of(String text) {
        return new Text(text);
    }

    /// An address value.
    static Value of(Jid jid) {
        return new JidValue(jid);
    }
}
