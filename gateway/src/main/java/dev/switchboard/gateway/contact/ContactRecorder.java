// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.contact.ContactStore.Field;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Keeps what links tell about people.
public final class ContactRecorder {
    private final EventLog events;
    private final InstantSource time;

    public ContactRecorder(EventLog events, InstantSource time) {
        this.events = events;
        this.time = time;
    }

    record MergedData(Address address) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PresenceData(
            Address person, boolean online, @Nullable Instant lastSeen) {}

    record TypingData(Address chat, Address person, String activity) {}

    record DevicesData(@Nullable Address person, boolean self, int devices) {}

    record PictureData(Address of, @Nullable String pictureId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OwnData(
            String change, @Nullable String about, @Nullable String pictureId) {
        @Override
        public String toString() {
            return "OwnData[" + change + "]";
        }
    }

    /// Notes the name somebody gives themselves.
    public void named(WriteTx tx, SessionLease lease, Party person, String name) {
        if (!person.jid().isGroup()) {
            Jid jid = canonical(tx, lease, person);
            told(tx, lease, jid, ContactStore.set(tx, lease, jid, Field.PUSH_NAME, name, time.instant()));
        }
    }

    /// Notes that the account saved somebody, or forgot them.
    public void saved(WriteTx tx, SessionLease lease, ProviderEvent.ContactSaved saved) {
        Jid jid = canonical(tx, lease, saved.person());
        Instant now = time.instant();
        boolean news = ContactStore.set(
                tx, lease, jid, Field.FULL_NAME, saved.fullName().orElse(null), now);
        news |= ContactStore.set(
                tx, lease, jid, Field.FIRST_NAME, saved.firstName().orElse(null), now);
        if (saved.username().isPresent()) {
            news |= ContactStore.set(
                    tx, lease, jid, Field.USERNAME, saved.username().get(), now);
        }
        told(tx, lease, jid, news);
    }

    /// Notes a new picture.
    public void pictured(WriteTx tx, SessionLease lease, ProviderEvent.PictureChanged change) {
        String id = change.id().orElse(null);
        if (change.self()) {
            log(tx, lease, EventName.ACCOUNT_UPDATED, new OwnData("picture", null, id));
            return;
        }
        Jid jid = canonical(tx, lease, change.whose());
        if (jid.isGroup()) {
            log(
                    tx,
                    lease,
                    EventName.GROUP_UPDATED,
                    java.util.Map.of(
                            "group", AddressBook.shown(tx, lease.key().ref(), jid),
                            "change", "picture",
                            "details", java.util.Map.of("pictureId", id == null ? "" : id),
                            "at", time.instant()));
            return;
        }
        told(tx, lease, jid, ContactStore.set(tx, lease, jid, Field.PICTURE_ID, id, time.instant()));
    }

    /// Notes a new about text.
    public void about(WriteTx tx, SessionLease lease, ProviderEvent.AboutChanged change) {
        if (change.self()) {
            log(
                    tx,
                    lease,
                    EventName.ACCOUNT_UPDATED,
                    new OwnData("about", change.text().orElse(null), null));
            return;
        }
        Jid jid = canonical(tx, lease, change.person());
        told(
                tx,
                lease,
                jid,
                ContactStore.set(tx, lease, jid, Field.ABOUT, change.text().orElse(null), time.instant()));
    }

    /// Notes who is blocked now.
    public void blocked(WriteTx tx, SessionLease lease, ProviderEvent.BlocklistChanged change) {
        Instant now = time.instant();
        var blocked = change.blocked().stream()
                .map(person -> canonical(tx, lease, person))
                .toList();
        if (change.whole()) {
            for (Jid before : ContactStore.blocked(tx, lease.key().ref())) {
                if (!blocked.contains(before)) {
                    told(tx, lease, before, ContactStore.block(tx, lease, before, false, now));
                }
            }
        }
        for (Party person : change.unblocked()) {
            Jid jid = canonical(tx, lease, person);
            told(tx, lease, jid, ContactStore.block(tx, lease, jid, false, now));
        }
        for (Jid jid : blocked) {
            told(tx, lease, jid, ContactStore.block(tx, lease, jid, true, now));
        }
    }

    /// Notes that somebody came or went.
    public void presence(WriteTx tx, SessionLease lease, ProviderEvent.Presence presence) {
        Jid jid = canonical(tx, lease, presence.person());
        Instant seen = presence.lastSeen().orElse(null);
        ContactStore.presence(tx, lease, jid, presence.online(), seen, time.instant());
        log(
                tx,
                lease,
                EventName.PRESENCE_UPDATED,
                new PresenceData(AddressBook.shown(tx, lease.key().ref(), jid), presence.online(), seen));
    }

    /// Notes that somebody types, records, or stopped.
    public void typing(WriteTx tx, SessionLease lease, ProviderEvent.Typing typing) {
        long session = lease.key().ref();
        log(
                tx,
                lease,
                EventName.PRESENCE_ACTIVITY,
                new TypingData(
                        AddressBook.shown(tx, session, canonical(tx, lease, typing.chat())),
                        AddressBook.shown(tx, session, canonical(tx, lease, typing.person())),
                        typing.activity().name().toLowerCase(Locale.ROOT)));
    }

    /// Notes that somebody's devices changed.
    public void devices(WriteTx tx, SessionLease lease, ProviderEvent.DevicesChanged change) {
        Address person =
                change.self() ? null : AddressBook.shown(tx, lease.key().ref(), canonical(tx, lease, change.person()));
        log(tx, lease, EventName.CONTACT_DEVICES, new DevicesData(person, change.self(), change.devices()));
    }

    /// Joins what is kept of two addresses that were found to be one person's.
    public void merged(WriteTx tx, SessionLease lease, Jid pn, Jid lid) {
        ContactStore.merge(tx, lease, lid.bare(), pn.bare(), time.instant());
    }

    /// Tells that what was kept under two addresses is joined now.
    public void tellMerged(WriteTx tx, SessionLease lease, Jid pn) {
        log(
                tx,
                lease,
                EventName.CONTACT_MERGED,
                new MergedData(AddressBook.shown(tx, lease.key().ref(), pn.bare())));
    }

    private void told(WriteTx tx, SessionLease lease, Jid person, boolean news) {
        if (news) {
            ContactStore.find(tx, lease.key().ref(), person)
                    .ifPresent(view -> log(tx, lease, EventName.CONTACT_UPDATED, view));
        }
    }

    private static Jid canonical(ReadTx tx, SessionLease lease, Party party) {
        return party.pn()
                .map(Jid::bare)
                .orElseGet(() -> AddressBook.canonical(tx, lease.key().ref(), party.jid()));
    }

    private void log(WriteTx tx, SessionLease lease, EventName name, Object data) {
        events.append(tx, lease.key().tenant(), lease.key().id(), name, data);
    }
}
