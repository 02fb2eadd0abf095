// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.client.store.StoredPreKey;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.LocalKeys;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.SenderKeyRecord;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.GroupInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A device's state as one turn of work sees it: what is stored, overlaid by what this turn has changed. Nothing is
/// written before [#commit()], which makes all of the turn durable at once. Used by the device's worker only.
public final class DeviceState implements LocalKeys {

    private record SessionName(SignalAddress address) {}

    private record IdentityName(SignalAddress address) {}

    private record PreKeyName(int id) implements Overlay.Brief {}

    private record SenderKeyName(Jid group, SignalAddress sender) {}

    private record GroupName(Jid group) {}

    private record HoldersName(Jid group) {}

    private record LidOf(Jid pn) {}

    private record PnOf(Jid lid) {}

    private record DevicesOf(Jid user) {}

    private record SyncKeyName(Bytes id) {}

    private record CollectionName(String name) {}

    private record MutationName(String collection, Bytes indexMac) implements Overlay.Brief {}

    private record Emptied(String collection) implements Overlay.Brief {}

    private record SentName(String id) implements Overlay.Brief {}

    private record UndecryptedName(Jid sender, String id) {}

    private record TokenOf(Jid user) {}

    private record KeptName(String shelf, String name) implements Overlay.Brief {}

    private final DeviceStore store;
    private final Overlay overlay = new Overlay();
    private @Nullable Credentials credentials;
    private boolean credentialsRead;
    private long peopleVersion;

    public DeviceState(DeviceStore store) {
        this.store = new GuardedStore(store);
    }

    // The turn

    /// A point that [#rollback(int)] can return to.
    public int mark() {
        return overlay.mark();
    }

    /// Takes back everything since the mark.
    public void rollback(int mark) {
        peopleVersion++;
        overlay.rollback(mark);
    }

    /// Makes the turn durable and returns its events.
    public List<ClientEvent> commit() {
        StoreBatch batch = overlay.seal();
        if (!batch.isEmpty()) {
            store.commit(batch);
        }
        overlay.committed();
        return batch.events();
    }

    /// The turn's events, where the store takes nothing.
    public List<ClientEvent> eventsOnly() {
        return overlay.seal().events();
    }

    /// Forgets the turn and everything remembered: after a failed commit, or when the store has been emptied.
    public void reset() {
        peopleVersion++;
        overlay.reset();
        credentials = null;
        credentialsRead = false;
    }

    /// Gives memory back while nothing happens.
    public void relax() {
        overlay.relax();
    }

    public void emit(ClientEvent event) {
        overlay.emit(event);
    }

    // The device itself

    /// The credentials, if the device has any yet.
    public Optional<Credentials> findCredentials() {
        if (!credentialsRead) {
            credentials = store.credentials().map(Credentials::decode).orElse(null);
            credentialsRead = true;
        }
        return Optional.ofNullable(credentials);
    }

    public Credentials credentials() {
        return findCredentials().orElseThrow(() -> new IllegalStateException("the device has no keys yet"));
    }

    /// The account, if the device is linked and its credentials have been read.
    public Optional<Account> knownAccount() {
        return Optional.ofNullable(credentials).flatMap(Credentials::account);
    }

    public Account account() {
        return credentials().requireAccount();
    }

    public void putCredentials(Credentials value) {
        Credentials before = findCredentials().orElse(null);
        credentials = value;
        overlay.change(new StoreChange.PutCredentials(value.encode()), () -> credentials = before);
    }

    public void updateCredentials(UnaryOperator<Credentials> change) {
        Credentials before = credentials();
        Credentials after = change.apply(before);
        if (!after.equals(before)) {
            putCredentials(after);
        }
    }

    /// Empties the store.
    public void forgetDevice() {
        overlay.change(new StoreChange.ForgetDevice(), () -> {});
    }

    @Override
    public LocalIdentity identity() {
        return credentials().keys().localIdentity();
    }

    @Override
    public Optional<SignedPreKey> signedPreKey(int id) {
        return credentials().keys().signedPreKey(id);
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return overlay.read(
                new PreKeyName(id),
                () -> store.preKey(id).map(bytes -> new PreKey(id, KeyPair.of(PrivateKey.of(bytes)))));
    }

    public void putPreKeys(List<PreKey> keys) {
        List<StoredPreKey> stored = keys.stream()
                .map(key ->
                        new StoredPreKey(key.id(), key.keyPair().privateKey().bytes()))
                .toList();
        overlay.change(new StoreChange.PutPreKeys(stored), () -> {});
    }

    public void removePreKey(int id) {
        overlay.write(new PreKeyName(id), Optional.empty());
        overlay.change(new StoreChange.RemovePreKey(id), () -> {});
    }

    // Signal

    public Optional<SessionRecord> session(SignalAddress address) {
        return overlay.read(
                new SessionName(address), () -> store.signalSession(address).map(SessionRecord::parse));
    }

    /// Brings the sessions of several devices in with one look-up.
    public void loadSessions(Collection<SignalAddress> addresses) {
        List<SignalAddress> missing = addresses.stream()
                .filter(address -> !overlay.knows(new SessionName(address)))
                .toList();
        if (missing.size() > 1) {
            overlay.makeRoom(missing.size());
            Map<SignalAddress, Bytes> found = store.signalSessions(missing);
            for (SignalAddress address : missing) {
                overlay.remember(
                        new SessionName(address),
                        Optional.ofNullable(found.get(address)).map(SessionRecord::parse));
            }
        }
    }

    public void putSession(SignalAddress address, SessionRecord session) {
        overlay.write(new SessionName(address), Optional.of(session));
        overlay.changeLast(
                new SessionName(address), () -> new StoreChange.PutSignalSession(address, session.serialize()));
    }

    public void removeSession(SignalAddress address) {
        overlay.write(new SessionName(address), Optional.empty());
        overlay.changeLast(new SessionName(address), () -> new StoreChange.RemoveSignalSession(address));
    }

    public Optional<PublicKey> trustedIdentity(SignalAddress address) {
        return overlay.read(
                new IdentityName(address), () -> store.identity(address).map(PublicKey::of));
    }

    public void putIdentity(SignalAddress address, PublicKey key) {
        overlay.write(new IdentityName(address), Optional.of(key));
        overlay.change(new StoreChange.PutIdentity(address, key.raw()), () -> {});
    }

    public void removeIdentity(SignalAddress address) {
        overlay.write(new IdentityName(address), Optional.empty());
        overlay.change(new StoreChange.RemoveIdentity(address), () -> {});
    }

    public Optional<SenderKeyRecord> senderKey(Jid group, SignalAddress sender) {
        return overlay.read(
                new SenderKeyName(group, sender),
                () -> store.senderKey(group, sender).map(SenderKeyRecord::parse));
    }

    public void putSenderKey(Jid group, SignalAddress sender, SenderKeyRecord senderKey) {
        SenderKeyName name = new SenderKeyName(group, sender);
        overlay.write(name, Optional.of(senderKey));
        overlay.changeLast(name, () -> new StoreChange.PutSenderKey(group, sender, senderKey.serialize()));
    }

    public void removeSenderKey(Jid group, SignalAddress sender) {
        SenderKeyName name = new SenderKeyName(group, sender);
        overlay.write(name, Optional.empty());
        overlay.changeLast(name, () -> new StoreChange.RemoveSenderKey(group, sender));
    }

    // Groups

    /// What is known of a group.
    public Optional<GroupInfo> group(Jid group) {
        return overlay.read(
                new GroupName(group),
                () -> store.group(group).map(bytes -> GroupInfo.of(NodeDecoder.decode(bytes.toByteArray()))));
    }

    public void putGroup(GroupInfo info) {
        GroupName name = new GroupName(info.jid());
        overlay.write(name, Optional.of(info));
        overlay.changeLast(
                name, () -> new StoreChange.PutGroup(info.jid(), Bytes.copyOf(NodeEncoder.encode(info.toNode()))));
    }

    public void removeGroup(Jid group) {
        GroupName name = new GroupName(group);
        overlay.write(name, Optional.empty());
        overlay.changeLast(name, () -> new StoreChange.RemoveGroup(group));
    }

    /// Which devices have this device's own key of a group.
    public Optional<SenderKeyHolders> senderKeyHolders(Jid group) {
        return overlay.read(
                new HoldersName(group), () -> store.senderKeyHolders(group).map(SenderKeyHolders::decode));
    }

    public void putSenderKeyHolders(Jid group, SenderKeyHolders holders) {
        HoldersName name = new HoldersName(group);
        overlay.write(name, Optional.of(holders));
        overlay.changeLast(name, () -> new StoreChange.PutSenderKeyHolders(group, holders.encode()));
    }

    public void removeSenderKeyHolders(Jid group) {
        HoldersName name = new HoldersName(group);
        overlay.write(name, Optional.empty());
        overlay.changeLast(name, () -> new StoreChange.RemoveSenderKeyHolders(group));
    }

    // People

    public Optional<Jid> lidOf(Jid pn) {
        return overlay.read(new LidOf(pn.normalized()), () -> store.lidOf(pn.normalized()));
    }

    public Optional<Jid> pnOf(Jid lid) {
        return overlay.read(new PnOf(lid.normalized()), () -> store.pnOf(lid.normalized()));
    }

    public void putLidMapping(Jid pn, Jid lid) {
        peopleVersion++;
        lidOf(pn).ifPresent(old -> overlay.write(new PnOf(old), Optional.empty()));
        pnOf(lid).ifPresent(old -> overlay.write(new LidOf(old), Optional.empty()));
        overlay.write(new LidOf(pn.normalized()), Optional.of(lid.normalized()));
        overlay.write(new PnOf(lid.normalized()), Optional.of(pn.normalized()));
        overlay.change(new StoreChange.PutLidMapping(pn.normalized(), lid.normalized()), () -> {});
    }

    /// Another number whenever something known of people's addresses and devices may have changed.
    public long peopleVersion() {
        return peopleVersion;
    }

    /// The devices of a person, if there is a list to go by.
    public Optional<KnownDevices> devices(Jid user) {
        return knownDevices(user).filter(KnownDevices::complete);
    }

    private Optional<KnownDevices> knownDevices(Jid user) {
        return overlay.read(
                new DevicesOf(user.normalized()),
                () -> store.deviceList(user.normalized()).map(KnownDevices::decode));
    }

    /// The devices of many people with one look-up, without remembering them.
    public Map<Jid, KnownDevices> devices(Collection<Jid> users) {
        Map<Jid, KnownDevices> found = new HashMap<>();
        List<Jid> missing = new ArrayList<>();
        for (Jid user : users) {
            if (overlay.knows(new DevicesOf(user.normalized()))) {
                devices(user).ifPresent(devices -> found.put(user, devices));
            } else {
                missing.add(user.normalized());
            }
        }
        if (!missing.isEmpty()) {
            store.deviceLists(missing).forEach((user, bytes) -> {
                KnownDevices devices = KnownDevices.decode(bytes);
                if (devices.complete()) {
                    found.put(user, devices);
                }
            });
        }
        return found;
    }

    /// Keeps a list of devices; changes of identity known before stay known.
    public void putDevices(Jid user, KnownDevices devices) {
        int identities = knownDevices(user).map(KnownDevices::identities).orElse(0);
        write(user, new KnownDevices(devices.ids(), devices.learnt(), Math.max(identities, devices.identities())));
    }

    private void write(Jid user, KnownDevices devices) {
        peopleVersion++;
        overlay.write(new DevicesOf(user.normalized()), Optional.of(devices));
        overlay.change(new StoreChange.PutDeviceList(user.normalized(), devices.encode()), () -> {});
    }

    /// The list has to be learnt anew.
    public void removeDevices(Jid user) {
        Optional<KnownDevices> known = knownDevices(user);
        if (known.filter(devices -> devices.identities() > 0).isPresent()) {
            write(user, known.get().forgotten());
            return;
        }
        peopleVersion++;
        overlay.write(new DevicesOf(user.normalized()), Optional.empty());
        overlay.change(new StoreChange.RemoveDeviceList(user.normalized()), () -> {});
    }

    /// A device of a person has another identity than before.
    public void noteIdentityChange(Jid user, Instant now) {
        write(
                user,
                knownDevices(user)
                        .orElseGet(() -> new KnownDevices(List.of(), now))
                        .withIdentityChanged());
    }

    public Optional<PrivacyToken> privacyToken(Jid user) {
        return overlay.read(
                new TokenOf(user.normalized()),
                () -> store.privacyToken(user.normalized()).map(PrivacyToken::decode));
    }

    public void putPrivacyToken(Jid user, PrivacyToken token) {
        overlay.write(new TokenOf(user.normalized()), Optional.of(token));
        overlay.change(new StoreChange.PutPrivacyToken(user.normalized(), token.encode(), token.newest()), () -> {});
    }

    /// Drops tokens that were given before this.
    public void prunePrivacyTokens(Instant before) {
        overlay.change(new StoreChange.RemovePrivacyTokensBefore(before), () -> {});
    }

    // App state

    public Optional<Bytes> syncKey(Bytes id) {
        return overlay.read(new SyncKeyName(id), () -> store.syncKey(id));
    }

    public void putSyncKey(Bytes id, Bytes key) {
        overlay.write(new SyncKeyName(id), Optional.of(key));
        overlay.change(new StoreChange.PutSyncKey(id, key), () -> {});
    }

    public Optional<Bytes> collection(String name) {
        return overlay.read(new CollectionName(name), () -> store.collection(name));
    }

    public void putCollection(String name, Bytes state) {
        overlay.write(new CollectionName(name), Optional.of(state));
        overlay.change(new StoreChange.PutCollection(name, state), () -> {});
    }

    /// Forgets a collection with its MACs.
    public void removeCollection(String name) {
        overlay.forget(MutationName.class, mutation -> mutation.collection().equals(name));
        overlay.write(new Emptied(name), Optional.of(true));
        overlay.write(new CollectionName(name), Optional.empty());
        overlay.change(new StoreChange.RemoveCollection(name), () -> {});
    }

    public Map<Bytes, Bytes> mutationMacs(String collection, Collection<Bytes> indexMacs) {
        boolean emptied = overlay.wrote(new Emptied(collection));
        Map<Bytes, Bytes> stored = emptied ? Map.of() : store.mutationMacs(collection, indexMacs);
        Map<Bytes, Bytes> found = new HashMap<>();
        for (Bytes indexMac : indexMacs) {
            overlay.read(new MutationName(collection, indexMac), () -> Optional.ofNullable(stored.get(indexMac)))
                    .ifPresent(valueMac -> found.put(indexMac, valueMac));
        }
        return found;
    }

    public void putMutationMacs(String collection, Map<Bytes, Bytes> valueMacs) {
        valueMacs.forEach(
                (indexMac, valueMac) -> overlay.write(new MutationName(collection, indexMac), Optional.of(valueMac)));
        overlay.change(new StoreChange.PutMutationMacs(collection, valueMacs), () -> {});
    }

    public void removeMutationMacs(String collection, Collection<Bytes> indexMacs) {
        indexMacs.forEach(indexMac -> overlay.write(new MutationName(collection, indexMac), Optional.empty()));
        overlay.change(new StoreChange.RemoveMutationMacs(collection, List.copyOf(indexMacs)), () -> {});
    }

    // Messages

    /// Stored outgoing stanzas; this turn's are not seen.
    public List<OutgoingStanza> storedOutgoing(long afterSequence, int limit) {
        return store.outgoing(afterSequence, limit);
    }

    public void putOutgoing(OutgoingStanza stanza) {
        overlay.change(new StoreChange.PutOutgoing(stanza), () -> {});
    }

    public void removeOutgoing(long sequence) {
        overlay.change(new StoreChange.RemoveOutgoing(sequence), () -> {});
    }

    public Optional<SentMessage> sentMessage(String id) {
        return overlay.read(new SentName(id), () -> store.sentMessage(id));
    }

    public void putSentMessage(SentMessage message) {
        overlay.write(new SentName(message.id()), Optional.of(message));
        overlay.change(new StoreChange.PutSentMessage(message), () -> {});
    }

    public void removeSentMessage(String id) {
        overlay.write(new SentName(id), Optional.empty());
        overlay.change(new StoreChange.RemoveSentMessage(id), () -> {});
    }

    /// Drops contents of messages too old to be asked for again.
    public void pruneSentMessages(Instant now) {
        overlay.change(new StoreChange.RemoveSentMessagesBefore(store.keepSentSince(now)), () -> {});
    }

    public Optional<Undecrypted> undecrypted(Jid sender, String id) {
        return overlay.read(
                new UndecryptedName(sender, id),
                () -> store.undecrypted(sender, id).map(Undecrypted::decode));
    }

    public void putUndecrypted(Jid sender, String id, Undecrypted state) {
        overlay.write(new UndecryptedName(sender, id), Optional.of(state));
        overlay.change(new StoreChange.PutUndecrypted(sender, id, state.encode(), state.since()), () -> {});
    }

    /// Drops what is known of messages too old to be asked for.
    public void pruneUndecrypted(Instant before) {
        overlay.change(new StoreChange.RemoveUndecryptedBefore(before), () -> {});
    }

    public void removeUndecrypted(Jid sender, String id) {
        overlay.write(new UndecryptedName(sender, id), Optional.empty());
        overlay.change(new StoreChange.RemoveUndecrypted(sender, id), () -> {});
    }

    // Small facts of many kinds

    /// What is kept under a name on a shelf; see [dev.switchboard.client.store.Shelf].
    public Optional<Bytes> kept(String shelf, String name) {
        return overlay.read(new KeptName(shelf, name), () -> store.kept(shelf, name));
    }

    public void keep(String shelf, String name, Bytes value, Instant at) {
        KeptName place = new KeptName(shelf, name);
        overlay.write(place, Optional.of(value));
        overlay.changeLast(place, () -> new StoreChange.Keep(shelf, name, value, at));
    }

    public void discard(String shelf, String name) {
        KeptName place = new KeptName(shelf, name);
        overlay.write(place, Optional.empty());
        overlay.changeLast(place, () -> new StoreChange.Discard(shelf, name));
    }

    /// Clears a shelf of what is older than this, this turn's changes excepted.
    public void discardBefore(String shelf, Instant before) {
        overlay.change(new StoreChange.DiscardBefore(shelf, before), () -> {});
    }

    // History

    /// The pieces of the history that still have to be fetched; this turn's are not seen.
    public Map<String, Bytes> pendingHistory() {
        return store.pendingHistory();
    }

    public void putPendingHistory(String id, Bytes state) {
        overlay.change(new StoreChange.PutPendingHistory(id, state), () -> {});
    }

    public void removePendingHistory(String id) {
        overlay.change(new StoreChange.RemovePendingHistory(id), () -> {});
    }

    /// The devices of a Signal name that have a session, this turn's changes included.
    public Set<Integer> sessionDevices(String name) {
        Set<Integer> devices = new HashSet<>(store.signalDevices(name));
        overlay.freshNames(SessionName.class, (key, value) -> {
            if (key.address().name().equals(name)) {
                if (value.isPresent()) {
                    devices.add(key.address().deviceId());
                } else {
                    devices.remove(key.address().deviceId());
                }
            }
        });
        return devices;
    }
}
