// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.vault.Vault;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One device's memory in the gateway's database. A batch is one transaction: ratchets, the gateway's own rows and the
/// event log. It keeps nothing in the process, so that thousands of devices idle at no cost.
final class SqlDeviceStore implements DeviceStore {
    private final Database database;
    private final SessionLease lease;
    private final ProviderSink sink;
    private final SealedCells cells;
    private final DeviceChanges changes;
    private final long session;

    SqlDeviceStore(Database database, Vault vault, SessionLease lease, ProviderSink sink) {
        this.database = database;
        this.lease = lease;
        this.sink = sink;
        this.cells = new SealedCells(vault, lease.key());
        this.changes = new DeviceChanges(lease, cells);
        this.session = lease.key().ref();
    }

    @Override
    public void commit(StoreBatch batch) {
        List<DeviceChanges.Write> writes =
                batch.changes().stream().map(changes::prepared).toList();
        List<ProviderEvent> events = EventTranslation.of(batch);
        database.write(tx -> {
            lease.guard(tx);
            writes.forEach(write -> write.apply(tx));
            sink.record(tx, lease, events);
            return true;
        });
    }

    @Override
    public Optional<Bytes> credentials() {
        return sealed(
                DeviceChanges.CREDENTIALS, "", "SELECT sealed FROM device_credentials WHERE session_ref = ?", session);
    }

    @Override
    public Optional<Bytes> signalSession(SignalAddress address) {
        return read(tx -> signalSession(tx, address));
    }

    @Override
    public Map<SignalAddress, Bytes> signalSessions(Collection<SignalAddress> addresses) {
        return read(tx -> {
            Map<SignalAddress, Bytes> found = new HashMap<>();
            for (SignalAddress address : addresses) {
                signalSession(tx, address).ifPresent(record -> found.put(address, record));
            }
            return found;
        });
    }

    private Optional<Bytes> signalSession(ReadTx tx, SignalAddress address) {
        return tx.one(
                "SELECT sealed FROM signal_session WHERE session_ref = ? AND name = ? AND device = ?",
                row -> cells.open(DeviceChanges.SIGNAL_SESSION, address.toString(), row.bytes(1)),
                session,
                address.name(),
                address.deviceId());
    }

    @Override
    public Set<Integer> signalDevices(String name) {
        return new HashSet<>(read(tx -> tx.list(
                "SELECT device FROM signal_session WHERE session_ref = ? AND name = ?",
                row -> (int) row.number(1),
                session,
                name)));
    }

    @Override
    public Optional<Bytes> identity(SignalAddress address) {
        return plain(
                "SELECT public_key FROM signal_identity WHERE session_ref = ? AND name = ? AND device = ?",
                session,
                address.name(),
                address.deviceId());
    }

    @Override
    public Optional<Bytes> preKey(int id) {
        return sealed(
                DeviceChanges.PRE_KEY,
                Integer.toString(id),
                "SELECT sealed FROM pre_key WHERE session_ref = ? AND id = ?",
                session,
                id);
    }

    @Override
    public Optional<Bytes> senderKey(Jid group, SignalAddress sender) {
        return sealed(
                DeviceChanges.SENDER_KEY,
                DeviceChanges.senderKeyRow(group, sender),
                "SELECT sealed FROM sender_key WHERE session_ref = ? AND group_jid = ? AND name = ? AND device = ?",
                session,
                group.toString(),
                sender.name(),
                sender.deviceId());
    }

    @Override
    public Optional<Bytes> group(Jid group) {
        return sealed(
                DeviceChanges.GROUP,
                group.toString(),
                "SELECT sealed FROM device_group WHERE session_ref = ? AND jid = ?",
                session,
                group.toString());
    }

    @Override
    public Optional<Bytes> senderKeyHolders(Jid group) {
        return plain(
                "SELECT holders FROM sender_key_holders WHERE session_ref = ? AND group_jid = ?",
                session,
                group.toString());
    }

    @Override
    public Optional<Jid> lidOf(Jid pn) {
        return read(tx -> AddressBook.lidOf(tx, session, pn));
    }

    @Override
    public Optional<Jid> pnOf(Jid lid) {
        return read(tx -> AddressBook.pnOf(tx, session, lid));
    }

    @Override
    public Optional<Bytes> deviceList(Jid user) {
        return plain(
                "SELECT devices FROM device_list WHERE session_ref = ? AND jid = ?",
                session,
                user.bare().toString());
    }

    @Override
    public Map<Jid, Bytes> deviceLists(Collection<Jid> users) {
        return read(tx -> {
            Map<Jid, Bytes> found = new HashMap<>();
            for (Jid user : users) {
                tx.one(
                                "SELECT devices FROM device_list WHERE session_ref = ? AND jid = ?",
                                row -> Bytes.of(row.bytes(1)),
                                session,
                                user.bare().toString())
                        .ifPresent(devices -> found.put(user, devices));
            }
            return found;
        });
    }

    @Override
    public Optional<Bytes> syncKey(Bytes id) {
        return sealed(
                DeviceChanges.SYNC_KEY,
                id.hex(),
                "SELECT sealed FROM sync_key WHERE session_ref = ? AND id = ?",
                session,
                id.toByteArray());
    }

    @Override
    public Optional<Bytes> collection(String name) {
        return plain("SELECT state FROM sync_collection WHERE session_ref = ? AND name = ?", session, name);
    }

    @Override
    public Map<Bytes, Bytes> mutationMacs(String collection, Collection<Bytes> indexMacs) {
        return read(tx -> {
            Map<Bytes, Bytes> found = new HashMap<>();
            for (Bytes indexMac : indexMacs) {
                tx.one(
                                "SELECT value_mac FROM mutation_mac WHERE session_ref = ? AND collection = ? AND index_mac = ?",
                                row -> Bytes.of(row.bytes(1)),
                                session,
                                collection,
                                indexMac.toByteArray())
                        .ifPresent(valueMac -> found.put(indexMac, valueMac));
            }
            return found;
        });
    }

    @Override
    public List<OutgoingStanza> outgoing(long afterSequence, int limit) {
        return read(tx -> tx.list(
                "SELECT sequence, id, jid, purpose, sealed FROM outgoing_stanza WHERE session_ref = ? AND sequence > ?"
                        + " ORDER BY sequence LIMIT ?",
                row -> new OutgoingStanza(
                        row.number(1),
                        row.text(2),
                        Jid.parse(row.text(3)),
                        OutgoingStanza.Purpose.valueOf(row.text(4)),
                        cells.open(DeviceChanges.OUTGOING, Long.toString(row.number(1)), row.bytes(5))),
                session,
                afterSequence,
                limit));
    }

    @Override
    public Optional<SentMessage> sentMessage(String id) {
        return read(tx -> tx.one(
                "SELECT chat, sealed, at FROM sent_message WHERE session_ref = ? AND id = ?",
                row -> new SentMessage(
                        id,
                        Jid.parse(row.text(1)),
                        cells.open(DeviceChanges.SENT_MESSAGE, id, row.bytes(2)),
                        row.time(3)),
                session,
                id));
    }

    @Override
    public Optional<Bytes> undecrypted(Jid sender, String id) {
        return sealed(
                DeviceChanges.UNDECRYPTED,
                DeviceChanges.undecryptedRow(sender, id),
                "SELECT sealed FROM undecrypted WHERE session_ref = ? AND sender = ? AND id = ?",
                session,
                sender.toString(),
                id);
    }

    @Override
    public Optional<Bytes> privacyToken(Jid user) {
        String jid = user.bare().toString();
        return sealed(
                DeviceChanges.PRIVACY_TOKEN,
                jid,
                "SELECT sealed FROM privacy_token WHERE session_ref = ? AND jid = ?",
                session,
                jid);
    }

    @Override
    public Optional<Bytes> kept(String shelf, String name) {
        return sealed(
                DeviceChanges.SHELF,
                DeviceChanges.shelfRow(shelf, name),
                "SELECT sealed FROM device_shelf WHERE session_ref = ? AND shelf = ? AND name = ?",
                session,
                shelf,
                name);
    }

    @Override
    public Map<String, Bytes> pendingHistory() {
        return read(tx -> {
            Map<String, Bytes> pending = new LinkedHashMap<>();
            tx.list(
                            "SELECT id, sealed FROM pending_history WHERE session_ref = ?",
                            row -> Map.entry(
                                    row.text(1), cells.open(DeviceChanges.PENDING_HISTORY, row.text(1), row.bytes(2))),
                            session)
                    .forEach(one -> pending.put(one.getKey(), one.getValue()));
            return pending;
        });
    }

    private Optional<Bytes> sealed(String table, String rowName, String sql, Object... parameters) {
        return read(tx -> tx.one(sql, row -> cells.open(table, rowName, row.bytes(1)), parameters));
    }

    private Optional<Bytes> plain(String sql, Object... parameters) {
        return read(tx -> tx.one(sql, row -> Bytes.of(row.bytes(1)), parameters));
    }

    private <T> T read(Function<ReadTx, T> question) {
        return database.read(question);
    }
}
