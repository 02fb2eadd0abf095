// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Tells faults of a store from faults of the code around it: they come out as [StoreUnavailable].
final class GuardedStore implements DeviceStore {

    private final DeviceStore store;

    GuardedStore(DeviceStore store) {
        this.store = store;
    }

    private static <T> T guard(Supplier<T> access) {
        try {
            return access.get();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreUnavailable("store: " + e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public Optional<Bytes> credentials() {
        return guard(store::credentials);
    }

    @Override
    public Optional<Bytes> signalSession(SignalAddress address) {
        return guard(() -> store.signalSession(address));
    }

    @Override
    public Map<SignalAddress, Bytes> signalSessions(Collection<SignalAddress> addresses) {
        return guard(() -> store.signalSessions(addresses));
    }

    @Override
    public Set<Integer> signalDevices(String name) {
        return guard(() -> store.signalDevices(name));
    }

    @Override
    public Optional<Bytes> identity(SignalAddress address) {
        return guard(() -> store.identity(address));
    }

    @Override
    public Optional<Bytes> preKey(int id) {
        return guard(() -> store.preKey(id));
    }

    @Override
    public Optional<Bytes> senderKey(Jid group, SignalAddress sender) {
        return guard(() -> store.senderKey(group, sender));
    }

    @Override
    public Optional<Bytes> group(Jid group) {
        return guard(() -> store.group(group));
    }

    @Override
    public Optional<Bytes> senderKeyHolders(Jid group) {
        return guard(() -> store.senderKeyHolders(group));
    }

    @Override
    public Map<Jid, Bytes> deviceLists(Collection<Jid> users) {
        return guard(() -> store.deviceLists(users));
    }

    @Override
    public Optional<Jid> lidOf(Jid pn) {
        return guard(() -> store.lidOf(pn));
    }

    @Override
    public Optional<Jid> pnOf(Jid lid) {
        return guard(() -> store.pnOf(lid));
    }

    @Override
    public Optional<Bytes> deviceList(Jid user) {
        return guard(() -> store.deviceList(user));
    }

    @Override
    public Optional<Bytes> syncKey(Bytes id) {
        return guard(() -> store.syncKey(id));
    }

    @Override
    public Optional<Bytes> collection(String name) {
        return guard(() -> store.collection(name));
    }

    @Override
    public Map<Bytes, Bytes> mutationMacs(String collection, Collection<Bytes> indexMacs) {
        return guard(() -> store.mutationMacs(collection, indexMacs));
    }

    @Override
    public List<OutgoingStanza> outgoing(long afterSequence, int limit) {
        return guard(() -> store.outgoing(afterSequence, limit));
    }

    @Override
    public Optional<SentMessage> sentMessage(String id) {
        return guard(() -> store.sentMessage(id));
    }

    @Override
    public Optional<Bytes> undecrypted(Jid sender, String id) {
        return guard(() -> store.undecrypted(sender, id));
    }

    @Override
    public Optional<Bytes> privacyToken(Jid user) {
        return guard(() -> store.privacyToken(user));
    }

    @Override
    public Optional<Bytes> kept(String shelf, String name) {
        return guard(() -> store.kept(shelf, name));
    }

    @Override
    public Map<String, Bytes> pendingHistory() {
        return guard(store::pendingHistory);
    }

    @Override
    public Instant keepSentSince(Instant now) {
        return guard(() -> store.keepSentSince(now));
    }

    @Override
    public void commit(StoreBatch batch) {
        guard(() -> {
            store.commit(batch);
            return true;
        });
    }
}
