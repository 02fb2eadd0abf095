// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedRecord;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything we hold about the Signal session with one device: the state we send by, and older ones that messages
/// may still come for. Immutable; [SignalSession] makes new ones.
public final class SessionRecord {

    /// A record without any state.
    public static final SessionRecord EMPTY = new SessionRecord(Optional.empty(), List.of());

    static final int MAX_ARCHIVED = 40;

    private final Optional<SessionState> current;
    private final List<SessionState> archived;

    SessionRecord(Optional<SessionState> current, List<SessionState> archived) {
        this.current = current;
        this.archived = List.copyOf(archived.size() > MAX_ARCHIVED ? archived.subList(0, MAX_ARCHIVED) : archived);
    }

    /// Reads what [#serialize()] wrote.
    ///
    /// @throws MalformedRecord if the bytes are something else
    public static SessionRecord parse(Bytes bytes) {
        return SessionRecordFormat.parse(bytes);
    }

    /// The bytes to store: a few hundred in an ordinary session. They hold secrets.
    public Bytes serialize() {
        return SessionRecordFormat.serialize(this);
    }

    /// Whether there is a state to send by.
    public boolean canEncrypt() {
        return current.isPresent();
    }

    /// Whether there is no state at all.
    public boolean isEmpty() {
        return current.isEmpty() && archived.isEmpty();
    }

    /// The other device's identity key.
    public Optional<PublicKey> remoteIdentity() {
        return current.or(() -> archived.stream().findFirst())
                .map(state -> state.peers().remoteIdentity());
    }

    /// The other device's registration id in the state we send by.
    public OptionalInt remoteRegistrationId() {
        return current.map(state -> OptionalInt.of(state.peers().remoteRegistrationId()))
                .orElse(OptionalInt.empty());
    }

    /// The base key of the state we send by: it stays the same for as long as that state does.
    public Optional<PublicKey> baseKey() {
        return current.map(SessionState::baseKey);
    }

    /// Whether the next message will be a pre-key message, as the other has not answered yet.
    public boolean isUnacknowledged() {
        return current.filter(state -> state.pending() != null).isPresent();
    }

    /// The number of older states.
    public int archivedCount() {
        return archived.size();
    }

    /// This record with its current state archived: the next message sent needs a new bundle, while messages already
    /// on their way to us still open.
    public SessionRecord archiveCurrent() {
        return new SessionRecord(Optional.empty(), states());
    }

    Optional<SessionState> current() {
        return current;
    }

    List<SessionState> archived() {
        return archived;
    }

    /// All states, the current first, then by most recent use.
    List<SessionState> states() {
        List<SessionState> states = new ArrayList<>(archived.size() + 1);
        current.ifPresent(states::add);
        states.addAll(archived);
        return states;
    }

    /// With a new version of the current state.
    SessionRecord withCurrent(SessionState state) {
        return new SessionRecord(Optional.of(state), archived);
    }

    /// With another current state; the one before is archived.
    SessionRecord begun(SessionState state) {
        return new SessionRecord(Optional.of(state), states());
    }

    /// With the state at a position of [#states()] in a new version, and current.
    SessionRecord promoted(int position, SessionState state) {
        List<SessionState> others = states();
        others.remove(position);
        return new SessionRecord(Optional.of(state), others);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionRecord that && current.equals(that.current) && archived.equals(that.archived);
    }

    @Override
    public int hashCode() {
        return 31 * current.hashCode() + archived.hashCode();
    }

    @Override
    public String toString() {
        return "SessionRecord[current=" + current.isPresent() + ", archived=" + archived.size() + "]";
    }
}
