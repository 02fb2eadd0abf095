// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The sender keys of one member of one group: the newest, and older ones that messages may still come under.
/// Immutable; [GroupCipher] makes new ones.
public final class SenderKeyRecord {

    /// A record without any key.
    public static final SenderKeyRecord EMPTY = new SenderKeyRecord(List.of());

    static final int MAX_STATES = 5;

    private final List<SenderKeyState> states;

    /// @param states newest first
    SenderKeyRecord(List<SenderKeyState> states) {
        this.states = List.copyOf(states.size() > MAX_STATES ? states.subList(0, MAX_STATES) : states);
    }

    /// Reads what [#serialize()] wrote.
    ///
    /// @throws MalformedRecord if the bytes are something else
    public static SenderKeyRecord parse(Bytes bytes) {
        return SenderKeyRecordFormat.parse(bytes);
    }

    /// The bytes to store. They hold secrets.
    public Bytes serialize() {
        return SenderKeyRecordFormat.serialize(this);
    }

    /// Whether there is no key.
    public boolean isEmpty() {
        return states.isEmpty();
    }

    /// The id of the newest key.
    public OptionalInt keyId() {
        return states.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(states.getFirst().keyId());
    }

    List<SenderKeyState> states() {
        return states;
    }

    Optional<SenderKeyState> newest() {
        return states.stream().findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SenderKeyRecord that && states.equals(that.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }

    @Override
    public String toString() {
        return "SenderKeyRecord[" + states.size() + "]";
    }
}
