// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps what the account decides about its chats, wherever it decided it.
public final class ChatRecorder {
    private final EventLog events;

    public ChatRecorder(EventLog events) {
        this.events = events;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChatData(
            Address chat,
            String change,
            @Nullable Boolean on,
            @Nullable Instant until,
            @Nullable Long lifetimeSeconds,
            @Nullable String name,
            Instant at) {
        @Override
        public String toString() {
            return "ChatData[" + change + "]";
        }
    }

    record HiddenData(String id, Address chat, Instant at) {}

    /// Notes a decision.
    public void changed(WriteTx tx, SessionLease lease, ProviderEvent.ChatChanged change) {
        Jid chat = canonical(tx, lease, change.chat());
        Instant at = change.at();
        Address shown = AddressBook.shown(tx, lease.key().ref(), chat);
        ChatData data = switch (change.trait()) {
            case ChatTrait.Archived(boolean on) -> {
                ChatStore.archived(tx, lease, chat, on);
                yield new ChatData(shown, "archived", on, null, null, null, at);
            }
            case ChatTrait.Muted(Optional<Instant> until) -> {
                ChatStore.muted(tx, lease, chat, until);
                yield new ChatData(
                        shown,
                        "muted",
                        until.isPresent(),
                        until.filter(time -> time.getEpochSecond() < 253_370_764_800L)
                                .orElse(null),
                        null,
                        null,
                        at);
            }
            case ChatTrait.Pinned(boolean on) -> {
                ChatStore.pinned(tx, lease, chat, on ? Optional.of(at) : Optional.empty());
                yield new ChatData(shown, "pinned", on, null, null, null, at);
            }
            case ChatTrait.MarkedUnread(boolean on) -> {
                ChatStore.markedUnread(tx, lease, chat, on);
                yield new ChatData(shown, "marked_unread", on, null, null, null, at);
            }
            case ChatTrait.Lifetime(Optional<Duration> lifetime) -> {
                ChatStore.lifetime(tx, lease, chat, lifetime);
                yield new ChatData(
                        shown,
                        "lifetime",
                        null,
                        null,
                        lifetime.map(Duration::toSeconds).orElse(0L),
                        null,
                        at);
            }
            case ChatTrait.Emptied(boolean whole) -> {
                ChatStore.empty(tx, lease, chat, at, whole);
                yield new ChatData(shown, whole ? "deleted" : "cleared", null, null, null, null, at);
            }
            case ChatTrait.Titled(String name) -> {
                ChatStore.ensure(tx, lease, chat);
                ChatStore.name(tx, lease, chat, name);
                yield new ChatData(shown, "named", null, null, null, name, at);
            }
        };
        events.append(tx, lease.key().tenant(), lease.key().id(), EventName.CHAT_UPDATED, data);
    }

    /// Notes that the account deleted a message for itself.
    public void hidden(WriteTx tx, SessionLease lease, ProviderEvent.Hidden hidden) {
        long session = lease.key().ref();
        Jid chat = canonical(tx, lease, hidden.chat());
        Optional<Jid> author = hidden.target().fromMe()
                ? Optional.empty()
                : Optional.of(AddressBook.canonical(
                        tx, session, hidden.target().author().orElse(chat)));
        MessageStore.findBy(tx, session, chat, hidden.target().id(), author).ifPresent(row -> {
            MessageStore.delete(tx, row.ref());
            events.append(
                    tx,
                    lease.key().tenant(),
                    lease.key().id(),
                    EventName.MESSAGE_HIDDEN,
                    new HiddenData(row.id(), AddressBook.shown(tx, session, chat), hidden.at()));
        });
    }

    private static Jid canonical(WriteTx tx, SessionLease lease, Party party) {
        return party.pn()
                .map(Jid::bare)
                .orElseGet(() -> AddressBook.canonical(tx, lease.key().ref(), party.jid()));
    }
}
