// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.inbox;

import dev.switchboard.gateway.account.PasskeyOffers;
import dev.switchboard.gateway.call.Calls;
import dev.switchboard.gateway.contact.ContactRecorder;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.label.Labels;
import dev.switchboard.gateway.messaging.ChatRecorder;
import dev.switchboard.gateway.messaging.MessageRecorder;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.SessionRecorder;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The sink of all links. It has no state of its own and runs inside the provider's transaction, which has checked
/// that the lease holds.
public final class Inbox implements ProviderSink {
    private final SessionRecorder sessions;
    private final MessageRecorder messages;
    private final Recorders recorders;
    private final NewsRecorder news;
    private final Outbox outbox;
    private final EventLog events;

    /// Those who keep what is neither about sessions nor messages.
    public record Recorders(
            ChatRecorder chats,
            ContactRecorder contacts,
            Labels labels,
            Calls calls,
            PasskeyOffers passkeys,
            InstantSource time) {}

    public Inbox(
            SessionRecorder sessions, MessageRecorder messages, Recorders recorders, Outbox outbox, EventLog events) {
        this.sessions = sessions;
        this.messages = messages;
        this.recorders = recorders;
        this.news = new NewsRecorder(events, recorders.time());
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
            case ProviderEvent.LinkChanged change -> {
                sessions.changed(tx, lease, change.status());
                if (change.status().state() == LinkState.CONNECTED) {
                    tx.afterCommit(() -> recorders.passkeys().over(lease));
                }
            }
            case ProviderEvent.QrOffered offer -> sessions.offered(tx, lease, offer);
            case ProviderEvent.CodeOffered offer -> sessions.offered(tx, lease, offer);
            case ProviderEvent.Linked linked -> {
                sessions.linked(tx, lease, linked);
                outbox.linked(tx, lease, linked.pn());
            }
            case ProviderEvent.Unlinked _ -> sessions.unlinked(tx, lease);
            case ProviderEvent.AddressLearnt(var pn, var lid) -> {
                if (messages.addressLearnt(tx, lease, pn, lid)) {
                    recorders.contacts().merged(tx, lease, pn, lid);
                    Labels.rename(tx, lease, lid.bare(), pn.bare());
                    recorders.contacts().tellMerged(tx, lease, pn);
                }
            }
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
                    recorders.contacts().named(tx, lease, person, name);
                }
            }
            case ProviderEvent.ChatChanged change -> recorders.chats().changed(tx, lease, change);
            case ProviderEvent.Hidden hidden -> recorders.chats().hidden(tx, lease, hidden);
            case ProviderEvent.LabelSaved(var label) -> recorders.labels().saved(tx, lease, label);
            case ProviderEvent.LabelDeleted(String id) -> recorders.labels().deleted(tx, lease, id);
            case ProviderEvent.Labelled change -> recorders.labels().linked(tx, lease, change);
            case ProviderEvent.ContactSaved saved -> recorders.contacts().saved(tx, lease, saved);
            case ProviderEvent.PictureChanged change -> recorders.contacts().pictured(tx, lease, change);
            case ProviderEvent.AboutChanged change -> recorders.contacts().about(tx, lease, change);
            case ProviderEvent.BlocklistChanged change -> recorders.contacts().blocked(tx, lease, change);
            case ProviderEvent.Presence presence -> recorders.contacts().presence(tx, lease, presence);
            case ProviderEvent.Typing typing -> recorders.contacts().typing(tx, lease, typing);
            case ProviderEvent.DevicesChanged change -> recorders.contacts().devices(tx, lease, change);
            case ProviderEvent.PrivacyChanged change -> news.privacy(tx, lease, change);
            case ProviderEvent.GroupChanged change -> news.group(tx, lease, change);
            case ProviderEvent.ChannelChanged change -> news.channel(tx, lease, change);
            case ProviderEvent.CallOffered call -> recorders.calls().offered(tx, lease, call);
            case ProviderEvent.CallEnded call -> recorders.calls().ended(tx, lease, call);
            case ProviderEvent.PasskeyAsked asked -> recorders.passkeys().asked(tx, lease, asked);
            case ProviderEvent.PasskeyCode code -> recorders.passkeys().code(tx, lease, code);
            case ProviderEvent.PasskeyFailed failed -> recorders.passkeys().failed(tx, lease, failed);
            case ProviderEvent.ColdChatsRestricted change -> {
                news.restricted(tx, lease, change);
                outbox.laneChanged(tx, lease);
            }
            case ProviderEvent.HistoryProgress progress -> news.history(tx, lease, progress);
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
