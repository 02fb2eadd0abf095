// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.inbox;

import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.Restriction;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells what happened and leaves little trace but the event.
final class NewsRecorder {
    private final EventLog events;
    private final InstantSource time;

    NewsRecorder(EventLog events, InstantSource time) {
        this.events = events;
        this.time = time;
    }

    void group(WriteTx tx, SessionLease lease, ProviderEvent.GroupChanged change) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("group", shown(tx, lease, Party.of(change.group())));
        data.put("change", change.change());
        change.by().ifPresent(by -> data.put("by", shown(tx, lease, by)));
        if (!change.people().isEmpty()) {
            data.put("participants", people(tx, lease, change.people()));
        }
        if (!change.details().isEmpty()) {
            data.put("details", change.details());
        }
        data.put("at", change.at());
        log(tx, lease, EventName.GROUP_UPDATED, data);
    }

    void channel(WriteTx tx, SessionLease lease, ProviderEvent.ChannelChanged change) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", change.channel().toString());
        data.put("change", change.change());
        if (!change.details().isEmpty()) {
            data.put("details", change.details());
        }
        data.put("at", change.at());
        log(tx, lease, EventName.CHANNEL_UPDATED, data);
    }

    void privacy(WriteTx tx, SessionLease lease, ProviderEvent.PrivacyChanged change) {
        log(tx, lease, EventName.ACCOUNT_UPDATED, Map.of("change", "privacy", "settings", change.settings()));
    }

    void restricted(WriteTx tx, SessionLease lease, ProviderEvent.ColdChatsRestricted change) {
        Restriction.keep(tx, lease, change.restricted(), change.until(), time.instant());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("restricted", change.restricted());
        data.put("lane", "cold");
        change.until().map(Instant::toString).ifPresent(until -> data.put("until", until));
        data.put("advice", change.restricted() ? Restriction.ADVICE : "Nothing needs to be done.");
        log(tx, lease, EventName.SESSION_RESTRICTED, data);
    }

    void history(WriteTx tx, SessionLease lease, ProviderEvent.HistoryProgress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("step", progress.step());
        progress.progress().ifPresent(percent -> data.put("progress", percent));
        progress.reason().ifPresent(reason -> data.put("reason", reason));
        log(tx, lease, EventName.HISTORY_PROGRESS, data);
    }

    private static List<Address> people(WriteTx tx, SessionLease lease, List<Party> people) {
        return people.stream().map(person -> shown(tx, lease, person)).toList();
    }

    private static Address shown(WriteTx tx, SessionLease lease, Party party) {
        long session = lease.key().ref();
        return AddressBook.shown(
                tx,
                session,
                party.pn().map(Jid::bare).orElseGet(() -> AddressBook.canonical(tx, session, party.jid())));
    }

    private void log(WriteTx tx, SessionLease lease, EventName name, Object data) {
        events.append(tx, lease.key().tenant(), lease.key().id(), name, data);
    }
}
