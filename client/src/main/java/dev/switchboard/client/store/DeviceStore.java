// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The durable memory of one companion device: point look-ups, and one write that is atomic and durable when it
/// returns.
///
/// Called by the companion's worker only, one call at a time, but on changing threads. An unchecked exception from any
/// method makes the companion drop its connection, forget what it had in hand, and try again later; nothing is sent or
/// acknowledged that was not committed. Every implementation passes `DeviceStoreContract`.
public interface DeviceStore {

    Optional<Bytes> credentials();

    Optional<Bytes> signalSession(SignalAddress address);

    /// The records of those addresses that have one.
    default Map<SignalAddress, Bytes> signalSessions(Collection<SignalAddress> addresses) {
        Map<SignalAddress, Bytes> found = new HashMap<>();
        for (SignalAddress address : addresses) {
            signalSession(address).ifPresent(session -> found.put(address, session));
        }
        return found;
    }

    /// The numbers of the devices of this Signal name that have a session.
    Set<Integer> signalDevices(String name);

    Optional<Bytes> identity(SignalAddress address);

    Optional<Bytes> preKey(int id);

    Optional<Bytes> senderKey(Jid group, SignalAddress sender);

    Optional<Bytes> group(Jid group);

    Optional<Bytes> senderKeyHolders(Jid group);

    Optional<Jid> lidOf(Jid pn);

    Optional<Jid> pnOf(Jid lid);

    Optional<Bytes> deviceList(Jid user);

    /// The lists of those persons that have one.
    default Map<Jid, Bytes> deviceLists(Collection<Jid> users) {
        Map<Jid, Bytes> found = new HashMap<>();
        for (Jid user : users) {
            deviceList(user).ifPresent(list -> found.put(user, list));
        }
        return found;
    }

    Optional<Bytes> syncKey(Bytes id);

    Optional<Bytes> collection(String name);

    /// The value MACs of those entries that have one.
    Map<Bytes, Bytes> mutationMacs(String collection, Collection<Bytes> indexMacs);

    /// Unacknowledged stanzas in the order of sending, from after this sequence on.
    List<OutgoingStanza> outgoing(long afterSequence, int limit);

    Optional<SentMessage> sentMessage(String id);

    Optional<Bytes> undecrypted(Jid sender, String id);

    Optional<Bytes> privacyToken(Jid user);

    /// The pieces of the history that still have to be fetched, by id.
    Map<String, Bytes> pendingHistory();

    /// What is kept under a name on one of the [Shelf]s.
    Optional<Bytes> kept(String shelf, String name);

    /// Applies all changes and logs all events, or none; durable when it returns.
    void commit(StoreBatch batch);

    /// How long contents of sent messages are kept to answer retry receipts; the companion prunes older ones.
    default Instant keepSentSince(Instant now) {
        return now.minusSeconds(14L * 24 * 3600);
    }
}
