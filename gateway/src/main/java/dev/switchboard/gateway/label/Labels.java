// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.label;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChats.Label;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Labels and what has them.
public final class Labels {
    private final EventLog events;

    public Labels(EventLog events) {
        this.events = events;
    }

    record LabelData(
            String id, @Nullable String name, @Nullable Integer color, boolean deleted) {
        @Override
        public String toString() {
            return "LabelData[" + id + "]";
        }
    }

    record LinkData(String labelId, Address chat, @Nullable String messageId, boolean on) {}

    /// The ids of a chat's labels, or with a message's id of that message's.
    public static List<String> of(ReadTx tx, long session, Jid chat, String messageId) {
        return tx.list(
                "SELECT label_id FROM label_link WHERE session_ref = ? AND chat = ? AND message_id = ? ORDER BY label_id",
                row -> row.text(1),
                session,
                chat.toString(),
                messageId);
    }

    static List<Label> all(ReadTx tx, long session) {
        return tx.list(
                "SELECT id, name, color FROM label WHERE session_ref = ? ORDER BY id",
                row -> new Label(row.text(1), row.text(2), (int) row.number(3)),
                session);
    }

    /// Chats that have a label.
    static List<Jid> chats(ReadTx tx, long session, String label) {
        return tx.list(
                "SELECT DISTINCT chat FROM label_link WHERE session_ref = ? AND label_id = ? ORDER BY chat",
                row -> Jid.parse(row.text(1)),
                session,
                label);
    }

    /// Notes that a label was made or changed.
    public void saved(WriteTx tx, SessionLease lease, Label label) {
        tx.update(
                "INSERT INTO label (session_ref, tenant_id, fence, id, name, color) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (session_ref, id) DO UPDATE SET name = excluded.name, color = excluded.color,"
                        + " fence = excluded.fence",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                label.id(),
                label.name(),
                label.color());
        log(tx, lease, EventName.LABEL_UPDATED, new LabelData(label.id(), label.name(), label.color(), false));
    }

    /// Notes that a label is no more.
    public void deleted(WriteTx tx, SessionLease lease, String id) {
        tx.update(
                "DELETE FROM label_link WHERE session_ref = ? AND label_id = ?",
                lease.key().ref(),
                id);
        tx.update(
                "DELETE FROM label WHERE session_ref = ? AND id = ?",
                lease.key().ref(),
                id);
        log(tx, lease, EventName.LABEL_UPDATED, new LabelData(id, null, null, true));
    }

    /// Notes that a chat or message got a label or lost it.
    public void linked(WriteTx tx, SessionLease lease, ProviderEvent.Labelled change) {
        Jid chat = canonical(tx, lease, change.chat());
        String message = change.messageId().orElse("");
        if (change.on()) {
            tx.update(
                    "INSERT INTO label_link (session_ref, tenant_id, fence, label_id, chat, message_id)"
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    lease.key().ref(),
                    lease.key().tenant().value(),
                    lease.fence(),
                    change.labelId(),
                    chat.toString(),
                    message);
        } else {
            tx.update(
                    "DELETE FROM label_link WHERE session_ref = ? AND label_id = ? AND chat = ? AND message_id = ?",
                    lease.key().ref(),
                    change.labelId(),
                    chat.toString(),
                    message);
        }
        log(
                tx,
                lease,
                EventName.LABEL_LINKED,
                new LinkData(
                        change.labelId(),
                        AddressBook.shown(tx, lease.key().ref(), chat),
                        change.messageId().orElse(null),
                        change.on()));
    }

    /// Gives the labels kept under one address to another, when both were found to be one person.
    public static void rename(WriteTx tx, SessionLease lease, Jid from, Jid to) {
        tx.update(
                "UPDATE label_link SET chat = ?, fence = ? WHERE session_ref = ? AND chat = ? AND NOT EXISTS ("
                        + "SELECT 1 FROM label_link o WHERE o.session_ref = label_link.session_ref"
                        + " AND o.label_id = label_link.label_id AND o.message_id = label_link.message_id AND o.chat = ?)",
                to.toString(),
                lease.fence(),
                lease.key().ref(),
                from.toString(),
                to.toString());
    }

    private static Jid canonical(ReadTx tx, SessionLease lease, Party party) {
        return party.pn()
                .map(Jid::bare)
                .orElseGet(() -> AddressBook.canonical(tx, lease.key().ref(), party.jid()));
    }

    /// The next free id: the network numbers labels.
    static String nextId(List<Label> labels) {
        return Integer.toString(1
                + labels.stream()
                        .flatMap(label -> number(label.id()).stream())
                        .max(Integer::compare)
                        .orElse(0));
    }

    private static Optional<Integer> number(String id) {
        return id.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(id)) : Optional.empty();
    }

    private void log(WriteTx tx, SessionLease lease, EventName name, Object data) {
        events.append(tx, lease.key().tenant(), lease.key().id(), name, data);
    }
}
