// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.SenderKeyHolders;
import dev.switchboard.client.device.SenderKeyHolders.Holding;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.GroupCipher;
import dev.switchboard.wire.signal.GroupEncrypted;
import dev.switchboard.wire.signal.SenderKeyRecord;
import dev.switchboard.wire.signal.SignalAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// This device's own keys of groups: one serves as long as everybody who has it may read on.
final class SenderKeys {

    private final Workbench bench;

    SenderKeys(Workbench bench) {
        this.bench = bench;
    }

    private SignalAddress own() {
        return bench.state().account().lid().signalAddress();
    }

    /// Who has the key of a group, if the key is still good: it is not if somebody has it who is none of these devices
    /// any more, or whose identity has changed since.
    Optional<SenderKeyHolders> holders(Jid chat, Collection<Jid> readers, Map<Jid, Integer> identities) {
        Optional<SenderKeyRecord> key = bench.state().senderKey(chat, own()).filter(record -> !record.isEmpty());
        return bench.state()
                .senderKeyHolders(chat)
                .filter(holders -> key.filter(record -> record.keyId().orElse(0) == holders.keyId())
                        .isPresent())
                .filter(holders -> allMayRead(holders, readers, identities));
    }

    private static boolean allMayRead(SenderKeyHolders holders, Collection<Jid> readers, Map<Jid, Integer> identities) {
        Set<Jid> devices = new HashSet<>(readers);
        for (Map.Entry<Jid, Holding> person : holders.people().entrySet()) {
            Holding holding = person.getValue();
            if (identities.getOrDefault(person.getKey(), -1) != holding.identities()) {
                return false;
            }
            for (int device : holding.devices()) {
                if (!devices.contains(person.getKey().withDevice(device))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Makes a new key, which nobody has yet.
    SenderKeyHolders rotate(Jid chat) {
        SenderKeyRecord fresh = GroupCipher.create(bench.random());
        bench.state().putSenderKey(chat, own(), fresh);
        return SenderKeyHolders.none(fresh.keyId().orElse(0));
    }

    void keep(Jid chat, SenderKeyHolders holders) {
        if (!bench.state().senderKeyHolders(chat).equals(Optional.of(holders))) {
            bench.state().putSenderKeyHolders(chat, holders);
        }
    }

    /// Nobody is known to have the key any more: the next message begins with another.
    void forget(Jid chat) {
        bench.state().removeSenderKeyHolders(chat);
    }

    /// What hands the key to a device, if there is one.
    Optional<Message> distribution(Jid chat) {
        return bench.state()
                .senderKey(chat, own())
                .filter(record -> !record.isEmpty())
                .map(record -> MessageContent.senderKeyDistribution(
                        chat, GroupCipher.distribution(record).encode()));
    }

    /// Encrypts for everybody who has the key.
    Bytes seal(Jid chat, Bytes padded) {
        SenderKeyRecord record = bench.state()
                .senderKey(chat, own())
                .orElseThrow(() -> new IllegalStateException("no sender key of a group"));
        GroupEncrypted encrypted = GroupCipher.encrypt(record, padded, bench.random());
        bench.state().putSenderKey(chat, own(), encrypted.senderKey());
        return encrypted.ciphertext().body();
    }
}
