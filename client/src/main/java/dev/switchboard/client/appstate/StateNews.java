// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.event.SyncEvent.Source;
import dev.switchboard.client.people.ContactBook;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// Takes in what changes of the account's state mean for this device, and tells the owner.
final class StateNews {

    /// The end of the year 9999 in milliseconds; what lies behind it is no time.
    private static final long LATEST = 253_402_300_799_999L;

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final Runnable renamed;
    private final ContactBook contacts;

    /// @param renamed called when the account has a new name
    StateNews(Workbench bench, DeviceDirectory directory, Runnable renamed) {
        this.bench = bench;
        this.directory = directory;
        this.renamed = renamed;
        this.contacts = new ContactBook(bench);
    }

    /// Takes a change in that came from the server.
    void take(Mutation mutation, Source source) {
        long millis = mutation.value().getTimestamp();
        Instant at = millis > 0 && millis <= LATEST ? Instant.ofEpochMilli(millis) : bench.now();
        take(SyncAction.of(mutation), source, at);
    }

    /// Takes a change in.
    void take(SyncAction action, Source source, Instant at) {
        switch (action) {
            case SyncAction.PushName(String name) -> rename(name);
            case SyncAction.NctSalt(Optional<Bytes> salt) ->
                bench.state().updateCredentials(it -> it.withShared(it.shared().withNctSalt(salt.orElse(Bytes.EMPTY))));
            case SyncAction.PnForLid(Jid lid, Jid pn) -> directory.learn(pn, lid);
            case SyncAction.Contact contact -> learn(contact);
            case SyncAction.ContactRemoved(Jid user) -> contacts.remove(user);
            default -> {}
        }
        if (!(action instanceof SyncAction.Unknown) && !(action instanceof SyncAction.NctSalt)) {
            Optional<Party> subject = action.subject().map(directory::party);
            bench.emit(new SyncEvent.StateChanged(action, subject, source, at));
        }
    }

    private void learn(SyncAction.Contact contact) {
        Jid user = contact.user();
        contacts.add(user);
        Optional<Jid> pn = contact.pn().or(() -> Optional.of(user).filter(Jid::isPn));
        Optional<Jid> lid = contact.lid().or(() -> Optional.of(user).filter(Jid::isLid));
        if (pn.isPresent() && lid.isPresent()) {
            directory.learn(pn.get(), lid.get());
        }
    }

    private void rename(String name) {
        Account account = bench.state().account();
        if (name.isEmpty() || account.pushName().equals(Optional.of(name))) {
            return;
        }
        bench.state().updateCredentials(it -> it.withAccount(account.withPushName(name)));
        bench.emit(new ClientEvent.PushNameChanged(directory.party(account.lid()), true, name));
        renamed.run();
    }
}
