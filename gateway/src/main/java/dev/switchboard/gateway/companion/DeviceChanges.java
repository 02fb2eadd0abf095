// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.SentMessage;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.client.store.StoreChange.*;
import dev.switchboard.client.store.StoredPreKey;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes SQL of a device's changes. Sealing happens here, on the device's own thread, so that the writer's thread,
/// which all devices share, only writes.
final class DeviceChanges {
    static final String CREDENTIALS = "device_credentials";
    static final String SIGNAL_SESSION = "signal_session";
    static final String PRE_KEY = "pre_key";
    static final String SENDER_KEY = "sender_key";
    static final String GROUP = "device_group";
    static final String SYNC_KEY = "sync_key";
    static final String OUTGOING = "outgoing_stanza";
    static final String SENT_MESSAGE = "sent_message";
    static final String UNDECRYPTED = "undecrypted";
    static final String PRIVACY_TOKEN = "privacy_token";
    static final String SHELF = "device_shelf";
    static final String PENDING_HISTORY = "pending_history";

    private static final List<String> TABLES = List.of(
            CREDENTIALS,
            SIGNAL_SESSION,
            "signal_identity",
            PRE_KEY,
            SENDER_KEY,
            GROUP,
            "sender_key_holders",
            "device_list",
            SYNC_KEY,
            "sync_collection",
            "mutation_mac",
            OUTGOING,
            SENT_MESSAGE,
            UNDECRYPTED,
            PRIVACY_TOKEN,
            SHELF,
            PENDING_HISTORY,
            "lid_mapping");

    private final SealedCells cells;
    private final long session;
    private final String tenant;
    private final long fence;

    DeviceChanges(SessionLease lease, SealedCells cells) {
        this.cells = cells;
        this.session = lease.key().ref();
        this.tenant = lease.key().tenant().value();
        this.fence = lease.fence();
    }

    /// A change that is ready to be written.
    @FunctionalInterface
    interface Write {
        void apply(WriteTx tx);
    }

    /// One statement with its values.
    private static Write statement(String sql, @Nullable Object... parameters) {
        return tx -> tx.update(sql, parameters);
    }

    Write prepared(StoreChange change) {
        return switch (change) {
            case PutCredentials(Bytes value) ->
                put("device_credentials", "", "sealed", cells.seal(CREDENTIALS, "", value));
            case PutSignalSession(SignalAddress address, Bytes value) ->
                put(
                        "signal_session",
                        "name, device",
                        "sealed",
                        address.name(),
                        address.deviceId(),
                        cells.seal(SIGNAL_SESSION, address.toString(), value));
            case RemoveSignalSession(SignalAddress address) ->
                remove("signal_session", "name = ? AND device = ?", address.name(), address.deviceId());
            case PutIdentity(SignalAddress address, Bytes key) ->
                put(
                        "signal_identity",
                        "name, device",
                        "public_key",
                        address.name(),
                        address.deviceId(),
                        key.toByteArray());
            case RemoveIdentity(SignalAddress address) ->
                remove("signal_identity", "name = ? AND device = ?", address.name(), address.deviceId());
            case PutPreKeys(List<StoredPreKey> keys) -> preKeys(keys);
            case RemovePreKey(int id) -> remove("pre_key", "id = ?", id);
            case PutSenderKey(Jid group, SignalAddress sender, Bytes value) -> putSenderKey(group, sender, value);
            case RemoveSenderKey(Jid group, SignalAddress sender) ->
                remove(
                        "sender_key",
                        "group_jid = ? AND name = ? AND device = ?",
                        group.toString(),
                        sender.name(),
                        sender.deviceId());
            case PutGroup(Jid group, Bytes info) ->
                put("device_group", "jid", "sealed", group.toString(), cells.seal(GROUP, group.toString(), info));
            case RemoveGroup(Jid group) -> remove("device_group", "jid = ?", group.toString());
            case PutSenderKeyHolders(Jid group, Bytes holders) ->
                put("sender_key_holders", "group_jid", "holders", group.toString(), holders.toByteArray());
            case RemoveSenderKeyHolders(Jid group) -> remove("sender_key_holders", "group_jid = ?", group.toString());
            case PutLidMapping _ -> _ -> {}; // told to the address book as an event
            case PutDeviceList(Jid user, Bytes devices) ->
                put("device_list", "jid", "devices", user.toString(), devices.toByteArray());
            case RemoveDeviceList(Jid user) -> remove("device_list", "jid = ?", user.toString());
            case PutSyncKey(Bytes id, Bytes key) ->
                put("sync_key", "id", "sealed", id.toByteArray(), cells.seal(SYNC_KEY, id.hex(), key));
            case PutCollection(String name, Bytes state) ->
                put("sync_collection", "name", "state", name, state.toByteArray());
            case PutMutationMacs(String name, Map<Bytes, Bytes> macs) -> putMacs(name, macs);
            case RemoveMutationMacs(String name, List<Bytes> macs) -> removeMacs(name, macs);
            case RemoveCollection(String name) -> removeCollection(name);
            case PutOutgoing(OutgoingStanza stanza) -> putOutgoing(stanza);
            case RemoveOutgoing(long sequence) -> remove("outgoing_stanza", "sequence = ?", sequence);
            case PutSentMessage(SentMessage message) -> putSent(message);
            case RemoveSentMessage(String id) -> remove("sent_message", "id = ?", id);
            case RemoveSentMessagesBefore(var before) -> remove("sent_message", "at < ?", before);
            case PutUndecrypted(Jid sender, String id, Bytes state, Instant since) ->
                putDated(
                        "undecrypted",
                        "sender, id",
                        since,
                        sender.toString(),
                        id,
                        cells.seal(UNDECRYPTED, undecryptedRow(sender, id), state));
            case RemoveUndecryptedBefore(Instant before) -> remove("undecrypted", "at < ?", before);
            case RemoveUndecrypted(Jid sender, String id) ->
                remove("undecrypted", "sender = ? AND id = ?", sender.toString(), id);
            case PutPrivacyToken(Jid user, Bytes token, Instant at) ->
                putDated(
                        "privacy_token", "jid", at, user.toString(), cells.seal(PRIVACY_TOKEN, user.toString(), token));
            case Keep(String shelf, String name, Bytes value, Instant at) -> keep(shelf, name, value, at);
            case Discard(String shelf, String name) -> remove(SHELF, "shelf = ? AND name = ?", shelf, name);
            case DiscardBefore(String shelf, Instant before) -> remove(SHELF, "shelf = ? AND at < ?", shelf, before);
            case RemovePrivacyTokensBefore(Instant before) -> remove("privacy_token", "at < ?", before);
            case PutPendingHistory(String id, Bytes state) ->
                put(PENDING_HISTORY, "id", "sealed", id, cells.seal(PENDING_HISTORY, id, state));
            case RemovePendingHistory(String id) -> remove(PENDING_HISTORY, "id = ?", id);
            case ForgetDevice() ->
                tx -> TABLES.forEach(table -> tx.update("DELETE FROM " + table + " WHERE session_ref = ?", session));
        };
    }

    static String senderKeyRow(Jid group, SignalAddress sender) {
        return group + "/" + sender;
    }

    static String shelfRow(String shelf, String name) {
        return shelf + "/" + name;
    }

    static String undecryptedRow(Jid sender, String id) {
        return sender + "/" + id;
    }

    private Write preKeys(List<StoredPreKey> keys) {
        List<Write> writes = new ArrayList<>(keys.size());
        for (StoredPreKey key : keys) {
            byte[] sealed = cells.seal(PRE_KEY, Integer.toString(key.id()), key.keyPair());
            writes.add(put("pre_key", "id", "sealed", key.id(), sealed));
        }
        return tx -> writes.forEach(write -> write.apply(tx));
    }

    private Write putSenderKey(Jid group, SignalAddress sender, Bytes value) {
        return put(
                "sender_key",
                "group_jid, name, device",
                "sealed",
                group.toString(),
                sender.name(),
                sender.deviceId(),
                cells.seal(SENDER_KEY, senderKeyRow(group, sender), value));
    }

    private Write putMacs(String name, Map<Bytes, Bytes> macs) {
        List<Write> writes = new ArrayList<>(macs.size());
        macs.forEach((index, value) -> writes.add(put(
                "mutation_mac", "collection, index_mac", "value_mac", name, index.toByteArray(), value.toByteArray())));
        return tx -> writes.forEach(write -> write.apply(tx));
    }

    private Write removeMacs(String name, List<Bytes> macs) {
        List<Write> writes = new ArrayList<>(macs.size());
        for (Bytes index : macs) {
            writes.add(remove("mutation_mac", "collection = ? AND index_mac = ?", name, index.toByteArray()));
        }
        return tx -> writes.forEach(write -> write.apply(tx));
    }

    private Write removeCollection(String name) {
        Write state = remove("sync_collection", "name = ?", name);
        Write macs = remove("mutation_mac", "collection = ?", name);
        return tx -> {
            state.apply(tx);
            macs.apply(tx);
        };
    }

    private Write putOutgoing(OutgoingStanza stanza) {
        byte[] sealed = cells.seal(OUTGOING, Long.toString(stanza.sequence()), stanza.bytes());
        return statement(
                "INSERT INTO outgoing_stanza (session_ref, tenant_id, fence, sequence, id, jid, purpose, sealed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, sequence) DO UPDATE SET"
                        + " id = excluded.id, jid = excluded.jid, purpose = excluded.purpose, sealed = excluded.sealed,"
                        + " fence = excluded.fence",
                session,
                tenant,
                fence,
                stanza.sequence(),
                stanza.id(),
                stanza.to().toString(),
                stanza.purpose().name(),
                sealed);
    }

    private Write putSent(SentMessage message) {
        byte[] sealed = cells.seal(SENT_MESSAGE, message.id(), message.content());
        return statement(
                "INSERT INTO sent_message (session_ref, tenant_id, fence, id, chat, at, sealed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, id) DO UPDATE SET chat = excluded.chat,"
                        + " at = excluded.at, sealed = excluded.sealed,"
                        + " fence = excluded.fence",
                session,
                tenant,
                fence,
                message.id(),
                message.chat().toString(),
                message.at(),
                sealed);
    }

    private Write keep(String shelf, String name, Bytes value, Instant at) {
        byte[] sealed = cells.seal(SHELF, shelfRow(shelf, name), value);
        return statement(
                "INSERT INTO device_shelf (session_ref, tenant_id, fence, shelf, name, at, sealed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_ref, shelf, name) DO UPDATE SET"
                        + " at = excluded.at, sealed = excluded.sealed, fence = excluded.fence",
                session,
                tenant,
                fence,
                shelf,
                name,
                at,
                sealed);
    }

    /// An insert that replaces the value if the row is there.
    ///
    /// @param keys the columns that name the row, besides the session
    /// @param value the column of the value
    /// @param parameters the keys' values, then the value
    private Write put(String table, String keys, String value, Object... parameters) {
        String more = keys.isEmpty() ? "" : keys + ", ";
        String conflict = keys.isEmpty() ? "session_ref" : "session_ref, " + keys;
        String sql = "INSERT INTO " + table + " (session_ref, tenant_id, fence, " + more + value + ") VALUES (?, ?, ?"
                + ", ?".repeat(parameters.length) + ") ON CONFLICT (" + conflict + ") DO UPDATE SET " + value
                + " = excluded." + value + ", fence = excluded.fence";
        Object[] all = new Object[parameters.length + 3];
        all[0] = session;
        all[1] = tenant;
        all[2] = fence;
        System.arraycopy(parameters, 0, all, 3, parameters.length);
        return statement(sql, all);
    }

    /// As [#put], for a sealed value with a time in the clear, by which it is dropped one day.
    private Write putDated(String table, String keys, Instant at, Object... parameters) {
        String sql =
                "INSERT INTO " + table + " (at, session_ref, tenant_id, fence, " + keys + ", sealed) VALUES (?, ?, ?, ?"
                        + ", ?".repeat(parameters.length) + ") ON CONFLICT (session_ref, " + keys
                        + ") DO UPDATE SET sealed = excluded.sealed, at = excluded.at, fence = excluded.fence";
        Object[] all = new Object[parameters.length + 4];
        all[0] = at;
        all[1] = session;
        all[2] = tenant;
        all[3] = fence;
        System.arraycopy(parameters, 0, all, 4, parameters.length);
        return statement(sql, all);
    }

    private Write remove(String table, String condition, Object... parameters) {
        Object[] all = new Object[parameters.length + 1];
        all[0] = session;
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        return statement("DELETE FROM " + table + " WHERE session_ref = ? AND " + condition, all);
    }
}
