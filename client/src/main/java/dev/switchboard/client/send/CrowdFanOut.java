// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.device.SenderKeyHolders;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.Padding;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.AddressingMode;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes stanzas for groups and the status list: the message once under the sender key, and the key for devices that
/// lack it. All sessions with those must be open.
final class CrowdFanOut {

    private static final StanzaTraits PLAIN =
            new StanzaTraits("text", Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());

    private final Workbench bench;
    private final Encryption encryption;
    private final SenderKeys keys;

    CrowdFanOut(Workbench bench, SenderKeys keys) {
        this.bench = bench;
        this.encryption = new Encryption(bench);
        this.keys = keys;
    }

    /// A message for everybody.
    ///
    /// @param holders who has the key
    /// @param lacking who is given it with this message
    FanOut.Finished toAll(
            Crowd crowd,
            String id,
            Message message,
            Crowd.Devices devices,
            SenderKeyHolders holders,
            List<Jid> lacking) {
        StanzaTraits traits = StanzaTraits.of(message);
        OutgoingMessage.Builder stanza = OutgoingMessage.builder(crowd.chat(), id, traits.type())
                .edit(traits.edit())
                .phash(devices.phash())
                .addressingMode(crowd.mode());
        boolean opens = distribute(stanza, crowd.chat(), devices.addresses(), lacking);
        stanza.direct(Enc.of(EncType.SENDER_KEY_MESSAGE, keys.seal(crowd.chat(), pad(message)))
                .withMediaType(traits.mediaType())
                .withHideOnFailure(traits.hideOnFailure()));
        if (opens) {
            stanza.deviceIdentity(bench.state().account().deviceIdentity());
        }
        traits.extras().forEach(stanza::extra);
        crowd.meta().filter(_ -> traits.meta().isEmpty()).ifPresent(stanza::extra);
        keys.keep(crowd.chat(), holders.with(lacking, devices.identities()));
        return new FanOut.Finished(
                stanza.build(),
                new Outbox.Envelope(
                        devices.phash(), List.copyOf(devices.addresses().keySet())));
    }

    private boolean distribute(OutgoingMessage.Builder stanza, Jid chat, Map<Jid, Jid> addresses, List<Jid> lacking) {
        if (lacking.isEmpty()) {
            return false;
        }
        byte[] distribution = keys.distribution(chat)
                .orElseThrow(() -> new IllegalStateException("no sender key of a group"))
                .toByteArray();
        boolean opens = false;
        for (Jid device : lacking) {
            Bytes padded = Bytes.copyOf(Padding.pad(distribution, bench.random()));
            Enc enc = encryption.seal(device, padded, PLAIN, 0);
            opens |= enc.type() == EncType.PRE_KEY_MESSAGE;
            stanza.recipient(addresses.getOrDefault(device, device), enc);
        }
        return opens;
    }

    /// A message that everybody's devices get by themselves, without sender key: a reaction to a status.
    FanOut.Finished toEach(Crowd crowd, String id, Message message, Crowd.Devices devices, List<Jid> reachable) {
        StanzaTraits traits = StanzaTraits.of(message);
        OutgoingMessage.Builder stanza =
                OutgoingMessage.builder(crowd.chat(), id, traits.type()).edit(traits.edit());
        boolean opens = false;
        for (Jid device : reachable) {
            Enc enc = encryption.seal(device, pad(message), traits, 0);
            opens |= enc.type() == EncType.PRE_KEY_MESSAGE;
            stanza.recipient(devices.addresses().getOrDefault(device, device), enc);
        }
        if (opens) {
            stanza.deviceIdentity(bench.state().account().deviceIdentity());
        }
        traits.extras().forEach(stanza::extra);
        return new FanOut.Finished(
                stanza.build(),
                new Outbox.Envelope(
                        devices.phash(), List.copyOf(devices.addresses().keySet())));
    }

    /// Another copy of a message for one device, with the key to read what comes after it.
    ///
    /// @param address as the device is named in the chat
    OutgoingMessage toOne(Jid device, Jid address, FanOut.Copy copy, int retryCount) {
        Account account = bench.state().account();
        StanzaTraits traits = StanzaTraits.of(copy.message());
        Message.Builder plain = copy.message().toBuilder();
        keys.distribution(copy.chat()).ifPresent(plain::mergeFrom);
        OutgoingMessage.Builder stanza = OutgoingMessage.builder(copy.chat(), copy.id(), traits.type())
                .edit(traits.edit())
                .participant(address)
                .addressingMode(address.isLid() ? AddressingMode.LID : AddressingMode.PN)
                .deviceFanout(false);
        Enc enc = encryption.seal(device, pad(plain.build()), traits, retryCount);
        stanza.direct(enc);
        if (enc.type() == EncType.PRE_KEY_MESSAGE) {
            stanza.deviceIdentity(account.deviceIdentity());
        }
        traits.extras().forEach(stanza::extra);
        bench.state()
                .senderKeyHolders(copy.chat())
                .ifPresent(holders -> keys.keep(
                        copy.chat(),
                        holders.with(
                                List.of(device),
                                Map.of(
                                        device.bare(),
                                        bench.state()
                                                .devices(device.bare())
                                                .map(known -> known.identities())
                                                .orElse(0)))));
        return stanza.build();
    }

    private Bytes pad(Message message) {
        return Bytes.copyOf(Padding.pad(message.toByteArray(), bench.random()));
    }
}
