// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.store.StoreChange.*;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A store that forgets at the end of the process: for tests and throw-away devices. Thread-safe.
public final class InMemoryDeviceStore implements DeviceStore {

    private record SenderKeyName(Jid group, SignalAddress sender) {}

    private record MessageName(Jid sender, String id) {}

    private record ShelfName(String shelf, String name) {}

    private record Kept(Bytes value, Instant at) {}

    private record Dated(Bytes value, Instant at) {}

    private @Nullable Bytes credentials;
    private final Map<SignalAddress, Bytes> sessions = new HashMap<>();
    private final Map<SignalAddress, Bytes> identities = new HashMap<>();
    private final Map<Integer, Bytes> preKeys = new HashMap<>();
    private final Map<SenderKeyName, Bytes> senderKeys = new HashMap<>();
    private final Map<Jid, Bytes> groups = new HashMap<>();
    private final Map<Jid, Bytes> senderKeyHolders = new HashMap<>();
    private final Map<Jid, Jid> lids = new HashMap<>();
    private final Map<Jid, Jid> pns = new HashMap<>();
    private final Map<Jid, Bytes> deviceLists = new HashMap<>();
    private final Map<Bytes, Bytes> syncKeys = new HashMap<>();
    private final Map<String, Bytes> collections = new HashMap<>();
    private final Map<String, Map<Bytes, Bytes>> mutationMacs = new HashMap<>();
    private final TreeMap<Long, OutgoingStanza> outgoing = new TreeMap<>();
    private final Map<String, SentMessage> sent = new HashMap<>();
    private final Map<ShelfName, Kept> kept = new HashMap<>();
    private final Map<MessageName, Dated> undecrypted = new HashMap<>();
    private final Map<Jid, Dated> privacyTokens = new HashMap<>();
    private final Map<String, Bytes> pendingHistory = new LinkedHashMap<>();
    private final List<ClientEvent> events = new ArrayList<>();

    /// An empty store.
    public InMemoryDeviceStore() {}

    /// Every event committed so far.
    public synchronized List<ClientEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public synchronized Optional<Bytes> credentials() {
        return Optional.ofNullable(credentials);
    }

    @Override
    public synchronized Optional<Bytes> signalSession(SignalAddress address) {
        return Optional.ofNullable(sessions.get(address));
    }

    @Override
    public synchronized Set<Integer> signalDevices(String name) {
        return sessions.keySet().stream()
                .filter(address -> address.name().equals(name))
                .map(SignalAddress::deviceId)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Optional<Bytes> identity(SignalAddress address) {
        return Optional.ofNullable(identities.get(address));
    }

    @Override
    public synchronized Optional<Bytes> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public synchronized Optional<Bytes> senderKey(Jid group, SignalAddress sender) {
        return Optional.ofNullable(senderKeys.get(new SenderKeyName(group, sender)));
    }

    @Override
    public synchronized Optional<Bytes> group(Jid group) {
        return Optional.ofNullable(groups.get(group));
    }

    @Override
    public synchronized Optional<Bytes> senderKeyHolders(Jid group) {
        return Optional.ofNullable(senderKeyHolders.get(group));
    }

    @Override
    public synchronized Optional<Jid> lidOf(Jid pn) {
        return Optional.ofNullable(lids.get(pn.bare()));
    }

    @Override
    public synchronized Optional<Jid> pnOf(Jid lid) {
        return Optional.ofNullable(pns.get(lid.bare()));
    }

    @Override
    public synchronized Optional<Bytes> deviceList(Jid user) {
        return Optional.ofNullable(deviceLists.get(user.bare()));
    }

    @Override
    public synchronized Optional<Bytes> syncKey(Bytes id) {
        return Optional.ofNullable(syncKeys.get(id));
    }

    @Override
    public synchronized Optional<Bytes> collection(String name) {
        return Optional.ofNullable(collections.get(name));
    }

    @Override
    public synchronized Map<Bytes, Bytes> mutationMacs(String collection, Collection<Bytes> indexMacs) {
        Map<Bytes, Bytes> all = mutationMacs.getOrDefault(collection, Map.of());
        Map<Bytes, Bytes> found = new HashMap<>();
        for (Bytes indexMac : indexMacs) {
            Bytes valueMac = all.get(indexMac);
            if (valueMac != null) {
                found.put(indexMac, valueMac);
            }
        }
        return found;
    }

    @Override
    public synchronized List<OutgoingStanza> outgoing(long afterSequence, int limit) {
        return outgoing.tailMap(afterSequence, false).values().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<SentMessage> sentMessage(String id) {
        return Optional.ofNullable(sent.get(id));
    }

    @Override
    public synchronized Optional<Bytes> undecrypted(Jid sender, String id) {
        return Optional.ofNullable(undecrypted.get(new MessageName(sender, id))).map(Dated::value);
    }

    @Override
    public synchronized Optional<Bytes> privacyToken(Jid user) {
        return Optional.ofNullable(privacyTokens.get(user.bare())).map(Dated::value);
    }

    @Override
    public synchronized Map<String, Bytes> pendingHistory() {
        return new LinkedHashMap<>(pendingHistory);
    }

    @Override
    public synchronized Optional<Bytes> kept(String shelf, String name) {
        return Optional.ofNullable(kept.get(new ShelfName(shelf, name))).map(Kept::value);
    }

    @Override
    public synchronized void commit(StoreBatch batch) {
        batch.changes().forEach(this::apply);
        events.addAll(batch.events());
    }

    private void apply(StoreChange change) {
        switch (change) {
            case PutCredentials(Bytes value) -> credentials = value;
            case PutSignalSession(SignalAddress address, Bytes session) -> sessions.put(address, session);
            case RemoveSignalSession(SignalAddress address) -> sessions.remove(address);
            case PutIdentity(SignalAddress address, Bytes key) -> identities.put(address, key);
            case RemoveIdentity(SignalAddress address) -> identities.remove(address);
            case PutPreKeys(List<StoredPreKey> keys) -> keys.forEach(key -> preKeys.put(key.id(), key.keyPair()));
            case RemovePreKey(int id) -> preKeys.remove(id);
            case PutSenderKey(Jid group, SignalAddress sender, Bytes key) ->
                senderKeys.put(new SenderKeyName(group, sender), key);
            case RemoveSenderKey(Jid group, SignalAddress sender) ->
                senderKeys.remove(new SenderKeyName(group, sender));
            case PutGroup(Jid group, Bytes info) -> groups.put(group, info);
            case RemoveGroup(Jid group) -> groups.remove(group);
            case PutSenderKeyHolders(Jid group, Bytes holders) -> senderKeyHolders.put(group, holders);
            case RemoveSenderKeyHolders(Jid group) -> senderKeyHolders.remove(group);
            case PutLidMapping(Jid pn, Jid lid) -> putMapping(pn, lid);
            case PutDeviceList(Jid user, Bytes devices) -> deviceLists.put(user, devices);
            case RemoveDeviceList(Jid user) -> deviceLists.remove(user);
            case PutSyncKey(Bytes id, Bytes key) -> syncKeys.put(id, key);
            case PutCollection(String name, Bytes state) -> collections.put(name, state);
            case PutMutationMacs(String name, Map<Bytes, Bytes> macs) ->
                mutationMacs.computeIfAbsent(name, _ -> new HashMap<>()).putAll(macs);
            case RemoveMutationMacs(String name, List<Bytes> macs) ->
                mutationMacs.getOrDefault(name, new HashMap<>()).keySet().removeAll(Set.copyOf(macs));
            case RemoveCollection(String name) -> {
                collections.remove(name);
                mutationMacs.remove(name);
            }
            case PutOutgoing(OutgoingStanza stanza) -> outgoing.put(stanza.sequence(), stanza);
            case RemoveOutgoing(long sequence) -> outgoing.remove(sequence);
            case PutSentMessage(SentMessage message) -> sent.put(message.id(), message);
            case RemoveSentMessage(String id) -> sent.remove(id);
            case RemoveSentMessagesBefore(var before) ->
                sent.values().removeIf(message -> message.at().isBefore(before));
            case PutUndecrypted(Jid sender, String id, Bytes state, Instant since) ->
                undecrypted.put(new MessageName(sender, id), new Dated(state, since));
            case RemoveUndecryptedBefore(Instant before) ->
                undecrypted.values().removeIf(one -> one.at().isBefore(before));
            case RemoveUndecrypted(Jid sender, String id) -> undecrypted.remove(new MessageName(sender, id));
            case Keep(String shelf, String name, Bytes value, Instant at) ->
                kept.put(new ShelfName(shelf, name), new Kept(value, at));
            case Discard(String shelf, String name) -> kept.remove(new ShelfName(shelf, name));
            case DiscardBefore(String shelf, Instant before) ->
                kept.entrySet()
                        .removeIf(entry -> entry.getKey().shelf().equals(shelf)
                                && entry.getValue().at().isBefore(before));
            case PutPrivacyToken(Jid user, Bytes token, Instant at) -> privacyTokens.put(user, new Dated(token, at));
            case RemovePrivacyTokensBefore(Instant before) ->
                privacyTokens.values().removeIf(one -> one.at().isBefore(before));
            case PutPendingHistory(String id, Bytes state) -> pendingHistory.put(id, state);
            case RemovePendingHistory(String id) -> pendingHistory.remove(id);
            case ForgetDevice() -> forget();
        }
    }

    private void putMapping(Jid pn, Jid lid) {
        Jid oldLid = lids.put(pn, lid);
        if (oldLid != null && !oldLid.equals(lid)) {
            pns.remove(oldLid);
        }
        Jid oldPn = pns.put(lid, pn);
        if (oldPn != null && !oldPn.equals(pn)) {
            lids.remove(oldPn);
        }
    }

    private void forget() {
        credentials = null;
        for (Map<?, ?> map : List.of(
                sessions,
                identities,
                preKeys,
                senderKeys,
                groups,
                senderKeyHolders,
                lids,
                pns,
                deviceLists,
                syncKeys,
                collections,
                mutationMacs,
                outgoing,
                sent,
                undecrypted,
                privacyTokens,
                kept,
                pendingHistory)) {
            map.clear();
        }
    }
}
