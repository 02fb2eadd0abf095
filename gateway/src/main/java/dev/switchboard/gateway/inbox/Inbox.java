// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.inbox;

import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.messaging.MessageRecorder;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.SessionRecorder;
import dev.switchboard.gateway.storage.WriteTx;
import java.util.List;
import java.util.Map;

/// The sink of all links. It has no state of its own and runs inside the provider's transaction, which has checked that
/// the
/// lease holds.
public final class Inbox implements ProviderSink {
    private final SessionRecorder sessions;
    private final MessageRecorder messages;
    private final Outbox outbox;
    private final EventLog events;

    public Inbox(SessionRecorder sessions, MessageRecorder messages, Outbox outbox, EventLog events) {
        this.sessions = sessions;
        this.messages = messages;
        this.outbox = outbox;
        this.events = events;
    }

    @Override
    public void record(WriteTx tx, SessionLease lease, List<ProviderEvent> happened) {
        for (ProviderEvent event : happened) {
            record(tx, lease, event);
        }
    }

    private void record(WriteTx tx, SessionLease lease, ProviderEvent event) {
        switch (event) {
            case ProviderEvent.LinkChanged change -> sessions.changed(tx, lease, change.status());
            case ProviderEvent.QrOffered offer -> sessions.offered(tx, lease, offer);
            case ProviderEvent.CodeOffered offer -> sessions.offered(tx, lease, offer);
            case ProviderEvent.Linked linked -> sessions.linked(tx, lease, linked);
            case ProviderEvent.Unlinked _ -> sessions.unlinked(tx, lease);
            case ProviderEvent.AddressLearnt(var pn, var lid) -> messages.addressLearnt(tx, lease, pn, lid);
            case ProviderEvent.Handed(var ids) -> ids.forEach(id -> outbox.handed(tx, lease, id));
            case ProviderEvent.MessageArrived(var message) -> messages.arrived(tx, lease, message);
            case ProviderEvent.DeliveryChanged change -> messages.progressed(tx, lease, change);
            case ProviderEvent.ReadElsewhere read -> messages.readElsewhere(tx, lease, read);
            case ProviderEvent.Edited change -> messages.edited(tx, lease, change);
            case ProviderEvent.Revoked change -> messages.revoked(tx, lease, change);
            case ProviderEvent.Reacted change -> messages.reacted(tx, lease, change);
            case ProviderEvent.Voted vote -> messages.voted(tx, lease, vote);
            case ProviderEvent.Attends answer -> messages.attends(tx, lease, answer);
            case ProviderEvent.Pinned pin -> messages.pinned(tx, lease, pin);
            case ProviderEvent.Kept keep -> messages.kept(tx, lease, keep);
            case ProviderEvent.Starred star -> messages.starred(tx, lease, star);
            case ProviderEvent.HistoryArrived piece -> messages.history(tx, lease, piece);
            case ProviderEvent.Named(var person, boolean self, String name) -> {
                if (self) {
                    sessions.named(tx, lease, name);
                } else {
                    messages.named(tx, lease, person, name);
                }
            }
            case ProviderEvent.IdentityChanged(var person) ->
                events.append(
                        tx,
                        lease.key().tenant(),
                        lease.key().id(),
                        EventName.CONTACT_IDENTITY,
                        Map.of("jid", person.pn().orElse(person.jid()).toString()));
        }
    }
}
