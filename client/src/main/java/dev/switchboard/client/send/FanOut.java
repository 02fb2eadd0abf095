// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.Padding;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes stanzas out of messages: one with a copy for every device, or one for a single device. All sessions must be
/// open.
final class FanOut {

    /// A finished stanza and whom it goes to.
    record Finished(OutgoingMessage stanza, Outbox.Envelope envelope) {}

    private final Workbench bench;
    private final Encryption encryption;
    private final TrustTokens tokens;

    FanOut(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.encryption = new Encryption(bench);
        this.tokens = new TrustTokens(bench, directory);
    }

    /// A message to a person: the message itself for their devices, a copy with its destination for our own others.
    Finished toAll(Jid chat, String id, Message message, Audience audience) {
        Account account = bench.state().account();
        StanzaTraits traits = StanzaTraits.of(message);
        List<Jid> everyone = new ArrayList<>(audience.recipients());
        everyone.addAll(audience.own());
        everyone.add(account.lid());
        String phash = DeviceListHash.of(everyone);
        OutgoingMessage.Builder stanza =
                OutgoingMessage.builder(chat, id, traits.type()).edit(traits.edit());
        List<Enc> encs = new ArrayList<>();
        if (!audience.recipients().isEmpty()) {
            Bytes padded = pad(message);
            audience.recipients().forEach(device -> encs.add(add(stanza, device, padded, traits)));
        }
        if (!audience.own().isEmpty()) {
            Bytes padded = pad(MessageContent.deviceSent(chat, message, Optional.of(phash)));
            audience.own().forEach(device -> encs.add(add(stanza, device, padded, traits)));
        }
        if (encs.stream().anyMatch(enc -> enc.type() == EncType.PRE_KEY_MESSAGE)) {
            stanza.deviceIdentity(account.deviceIdentity());
        }
        if (!account.owns(chat)) {
            bench.state().pnOf(chat).ifPresent(stanza::peerRecipientPn);
            tokens.entitlement(chat).ifPresent(stanza::extra);
        }
        traits.extras().forEach(stanza::extra);
        return new Finished(stanza.build(), new Outbox.Envelope(phash, everyone));
    }

    /// Whom a message goes to.
    ///
    /// @param recipients devices of the person
    /// @param own other devices of this account
    record Audience(List<Jid> recipients, List<Jid> own) {}

    private Enc add(OutgoingMessage.Builder stanza, Jid device, Bytes padded, StanzaTraits traits) {
        Enc enc = encryption.seal(device, padded, traits, 0);
        stanza.recipient(device, enc);
        return enc;
    }

    /// Another copy of a sent message for one device that could not read the first, or got none.
    ///
    /// @param device as sessions are kept
    /// @param address as the device calls itself in stanzas
    /// @param retryCount its own count of requests; 0 if it asked for nothing
    OutgoingMessage toOne(Jid device, Jid address, Copy copy, int retryCount) {
        Account account = bench.state().account();
        boolean own = account.owns(device);
        StanzaTraits traits = StanzaTraits.of(copy.message());
        Message plain = own ? MessageContent.deviceSent(copy.chat(), copy.message(), Optional.empty()) : copy.message();
        OutgoingMessage.Builder stanza = OutgoingMessage.builder(address, copy.id(), traits.type())
                .edit(traits.edit())
                .deviceFanout(false);
        if (own) {
            stanza.recipient(copy.chat());
        }
        Enc enc = encryption.seal(device, pad(plain), traits, retryCount);
        stanza.direct(enc);
        if (enc.type() == EncType.PRE_KEY_MESSAGE) {
            stanza.deviceIdentity(account.deviceIdentity());
        }
        traits.extras().forEach(stanza::extra);
        return stanza.build();
    }

    /// A message that was sent before.
    record Copy(String id, Jid chat, Message message) {}

    /// A message to the own phone alone.
    OutgoingMessage toPhone(String id, Message message) {
        Account account = bench.state().account();
        StanzaTraits traits = StanzaTraits.of(message);
        Enc enc = encryption.seal(account.lid().bare(), pad(message), traits, 0);
        OutgoingMessage.Builder stanza = OutgoingMessage.builder(account.pn().bare(), id, "text")
                .peer("high")
                .direct(enc);
        if (enc.type() == EncType.PRE_KEY_MESSAGE) {
            stanza.deviceIdentity(account.deviceIdentity());
        }
        return stanza.build();
    }

    private Bytes pad(Message message) {
        return Bytes.copyOf(Padding.pad(message.toByteArray(), bench.random()));
    }
}
