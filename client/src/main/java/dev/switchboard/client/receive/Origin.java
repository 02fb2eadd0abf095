// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.IncomingMessage.Source;
import java.util.Optional;

/// Where a message comes from, in all names that matter.
///
/// @param device the sending device as sessions are kept: by hidden id where known
/// @param sender whose device that is
/// @param chat the chat as the stanza tells it; a copy of an own message may know better
/// @param own whether the device is one of this account
record Origin(Jid device, Party sender, Jid chat, boolean own) {

    /// Reads the addresses of a stanza, and takes in what they say about who is who.
    static Origin of(Source source, Account account, DeviceDirectory directory) {
        Jid sender = source.sender();
        boolean direct = source.participant().isEmpty();
        Optional<Jid> pn = alternative(direct ? source.senderPn() : source.participantPn(), sender, true);
        Optional<Jid> lid = alternative(direct ? source.senderLid() : source.participantLid(), sender, false);
        boolean own = account.owns(sender);
        if (pn.isPresent() && lid.isPresent() && !own) {
            directory.learn(pn.get(), lid.get());
        }
        learnRecipient(source, account, directory);
        Jid device = own && sender.isPn() ? account.lid().withDevice(sender.device()) : directory.sessionJid(sender);
        Jid chat =
                direct ? source.recipient().filter(_ -> own).orElse(source.from()) : chat(source.from(), sender, own);
        return new Origin(device, directory.party(sender), chat.normalized(), own);
    }

    /// What others send to a broadcast list belongs to the chat with them.
    private static Jid chat(Jid from, Jid sender, boolean own) {
        return from.isBroadcast() && !from.isStatus() && !own ? sender : from;
    }

    private static Optional<Jid> alternative(Optional<Jid> told, Jid sender, boolean number) {
        boolean isIt = number ? sender.isPn() : sender.isLid();
        return isIt ? Optional.of(sender.normalized()) : told.map(Jid::normalized);
    }

    /// Copies of own messages tell both names of the recipient.
    private static void learnRecipient(Source source, Account account, DeviceDirectory directory) {
        Optional<Jid> recipient = source.recipient();
        if (recipient.isEmpty() || account.owns(recipient.get())) {
            return;
        }
        Optional<Jid> pn = alternative(source.recipientPn(), recipient.get(), true);
        Optional<Jid> lid = alternative(source.recipientLid(), recipient.get(), false);
        if (pn.isPresent() && lid.isPresent()) {
            directory.learn(pn.get(), lid.get());
        }
    }

    /// Whose device it is, by hidden id where known.
    Jid user() {
        return device.bare();
    }

    /// Whether it is the own phone.
    boolean ownPhone() {
        return own && device.device() == 0;
    }
}
