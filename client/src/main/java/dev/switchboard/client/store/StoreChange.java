// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One change of a device's stored state. A put replaces what is there; a remove of what is not there does nothing.
/// Values given as [Bytes] are the companion's own encodings, opaque to the store; those that hold private keys or
/// ratchets are marked secret.
public sealed interface StoreChange {

    /// The device's own keys and account; secret.
    record PutCredentials(Bytes credentials) implements StoreChange {}

    /// A pairwise ratchet; secret.
    record PutSignalSession(SignalAddress address, Bytes record) implements StoreChange {}

    record RemoveSignalSession(SignalAddress address) implements StoreChange {}

    /// The public identity key trusted for a device.
    record PutIdentity(SignalAddress address, Bytes publicKey) implements StoreChange {}

    record RemoveIdentity(SignalAddress address) implements StoreChange {}

    /// One-time pre-keys; secret.
    record PutPreKeys(List<StoredPreKey> preKeys) implements StoreChange {
        public PutPreKeys {
            preKeys = List.copyOf(preKeys);
        }
    }

    record RemovePreKey(int id) implements StoreChange {}

    /// A group's ratchet of one sending device; secret.
    record PutSenderKey(Jid group, SignalAddress sender, Bytes record) implements StoreChange {}

    record RemoveSenderKey(Jid group, SignalAddress sender) implements StoreChange {}

    /// What is known of a group; secret.
    record PutGroup(Jid group, Bytes info) implements StoreChange {}

    record RemoveGroup(Jid group) implements StoreChange {}

    /// Which devices have this device's own key of a group.
    record PutSenderKeyHolders(Jid group, Bytes holders) implements StoreChange {}

    record RemoveSenderKeyHolders(Jid group) implements StoreChange {}

    /// Which hidden id belongs to which number: one to one, the newest pair wins over any older one with either half.
    record PutLidMapping(Jid pn, Jid lid) implements StoreChange {
        public PutLidMapping {
            pn = pn.bare();
            lid = lid.bare();
        }
    }

    /// The devices of a person.
    record PutDeviceList(Jid user, Bytes devices) implements StoreChange {
        public PutDeviceList {
            user = user.bare();
        }
    }

    record RemoveDeviceList(Jid user) implements StoreChange {
        public RemoveDeviceList {
            user = user.bare();
        }
    }

    /// An app-state key shared by the phone; secret.
    record PutSyncKey(Bytes id, Bytes key) implements StoreChange {}

    /// Version and hash of an app-state collection.
    record PutCollection(String name, Bytes state) implements StoreChange {}

    /// Value MACs of app-state entries by index MAC.
    record PutMutationMacs(String collection, Map<Bytes, Bytes> valueMacs) implements StoreChange {
        public PutMutationMacs {
            valueMacs = Map.copyOf(valueMacs);
        }
    }

    record RemoveMutationMacs(String collection, List<Bytes> indexMacs) implements StoreChange {
        public RemoveMutationMacs {
            indexMacs = List.copyOf(indexMacs);
        }
    }

    /// Forgets a collection: its state and all its MACs.
    record RemoveCollection(String name) implements StoreChange {}

    /// A finished stanza that is sent again, these very bytes, until the server has acknowledged it; secret.
    record PutOutgoing(OutgoingStanza stanza) implements StoreChange {}

    record RemoveOutgoing(long sequence) implements StoreChange {}

    /// The content of a sent message, kept to answer devices that could not decrypt it; secret.
    record PutSentMessage(SentMessage message) implements StoreChange {}

    /// Drops a sent message: the server refused it, and it may be handed over again under the same id.
    record RemoveSentMessage(String id) implements StoreChange {}

    /// Drops sent messages older than this.
    record RemoveSentMessagesBefore(Instant before) implements StoreChange {}

    /// What is known of a message that could not be decrypted.
    ///
    /// @param since when it first came
    record PutUndecrypted(Jid sender, String id, Bytes state, Instant since) implements StoreChange {}

    record RemoveUndecrypted(Jid sender, String id) implements StoreChange {}

    /// Drops what is known of messages that came before this.
    record RemoveUndecryptedBefore(Instant before) implements StoreChange {}

    /// The tokens between this account and a contact; secret.
    ///
    /// @param at when the newer of them was given
    record PutPrivacyToken(Jid user, Bytes token, Instant at) implements StoreChange {
        public PutPrivacyToken {
            user = user.bare();
        }
    }

    /// Keeps a small fact under a name on a shelf; secret.
    ///
    /// @param at its age, by which shelves are cleared
    record Keep(String shelf, String name, Bytes value, Instant at) implements StoreChange {}

    /// Drops what is kept under a name.
    record Discard(String shelf, String name) implements StoreChange {}

    /// Clears a shelf of what is older than this.
    record DiscardBefore(String shelf, Instant before) implements StoreChange {}
    /// Drops tokens of which the newer was given before this.
    record RemovePrivacyTokensBefore(Instant before) implements StoreChange {}

    /// A piece of the history that still has to be fetched, or its next state; secret.
    record PutPendingHistory(String id, Bytes state) implements StoreChange {}

    /// A piece of the history has been taken in, or was given up.
    record RemovePendingHistory(String id) implements StoreChange {}

    /// Removes everything above: the device is no longer linked.
    record ForgetDevice() implements StoreChange {}
}
