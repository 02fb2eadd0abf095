// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.Decrypted;
import dev.switchboard.wire.signal.Encrypted;
import dev.switchboard.wire.signal.GroupCipher;
import dev.switchboard.wire.signal.GroupDecrypted;
import dev.switchboard.wire.signal.GroupEncrypted;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.SenderKeyDistribution;
import dev.switchboard.wire.signal.SenderKeyRecord;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalSession;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The Signal sessions of a phone with devices, and the sender keys it was given, by device address. Lives on the
/// phone's lane.
///
/// A session that was used is serialised once for each step of the phone, by [#save], however many messages it opened.
final class PhoneSessions {

    private static final String SESSION = "session/";
    private static final String SENDER_KEY = "sender-key/";

    private final RandomGenerator random;
    private final Map<Jid, SessionRecord> sessions = new HashMap<>();
    private final Map<SenderKeyName, SenderKeyRecord> senderKeys = new HashMap<>();
    private final Set<Jid> used = new LinkedHashSet<>();
    private final Set<SenderKeyName> usedSenderKeys = new LinkedHashSet<>();

    private record SenderKeyName(Jid group, Jid device) {

        String key() {
            return SENDER_KEY + group + "/" + device;
        }

        static SenderKeyName of(String key) {
            String[] parts = key.substring(SENDER_KEY.length()).split("/", 2);
            return new SenderKeyName(Jid.parse(parts[0]), Jid.parse(parts[1]));
        }
    }

    PhoneSessions(RandomGenerator random) {
        this.random = random;
    }

    void restore(Map<String, Bytes> state) {
        state.forEach((key, value) -> {
            if (key.startsWith(SESSION)) {
                sessions.put(Jid.parse(key.substring(SESSION.length())), SessionRecord.parse(value));
            } else if (key.startsWith(SENDER_KEY)) {
                senderKeys.put(SenderKeyName.of(key), SenderKeyRecord.parse(value));
            }
        });
    }

    /// Whether a device can be written to.
    boolean open(Jid device) {
        return record(device).canEncrypt();
    }

    /// The registration id the device had when the session began.
    OptionalInt registrationId(Jid device) {
        return record(device).remoteRegistrationId();
    }

    /// Begins a session anew.
    void begin(Jid device, PhoneIdentity us, PreKeyBundle theirs) {
        put(device, SignalSession.begin(record(device), us.identity(), theirs, random));
    }

    /// The next message to a device needs a new bundle.
    void archive(Jid device) {
        put(device, record(device).archiveCurrent());
    }

    Ciphertext encrypt(Jid device, Bytes padded) {
        Encrypted encrypted = SignalSession.encrypt(record(device), padded);
        put(device, encrypted.session());
        return encrypted.ciphertext();
    }

    Bytes decrypt(Jid device, PhoneIdentity us, Ciphertext ciphertext) {
        Decrypted decrypted = SignalSession.decrypt(record(device), ciphertext, us, random);
        put(device, decrypted.session());
        return decrypted.plaintext();
    }

    /// A group member hands over its sender key.
    void learn(Jid group, Jid device, Bytes distribution) {
        SenderKeyName name = new SenderKeyName(group, device);
        SenderKeyRecord known = senderKeys.getOrDefault(name, SenderKeyRecord.EMPTY);
        put(name, GroupCipher.process(known, SenderKeyDistribution.decode(distribution)));
    }

    Bytes decryptGroup(Jid group, Jid device, Bytes body) {
        SenderKeyName name = new SenderKeyName(group, device);
        GroupDecrypted decrypted = GroupCipher.decrypt(senderKeys.getOrDefault(name, SenderKeyRecord.EMPTY), body);
        put(name, decrypted.senderKey());
        return decrypted.plaintext();
    }

    /// Whether there is an own key for a group.
    boolean hasSenderKey(Jid group, Jid own) {
        return senderKeys.containsKey(new SenderKeyName(group, own));
    }

    /// Makes a new own key for a group.
    void renewSenderKey(Jid group, Jid own) {
        put(new SenderKeyName(group, own), GroupCipher.create(random));
    }

    /// What members are given to read by the own key for a group.
    SenderKeyDistribution distribution(Jid group, Jid own) {
        return GroupCipher.distribution(senderKeys.getOrDefault(new SenderKeyName(group, own), SenderKeyRecord.EMPTY));
    }

    /// Seals for all who have the own key for a group.
    Bytes encryptGroup(Jid group, Jid own, Bytes padded) {
        SenderKeyName name = new SenderKeyName(group, own);
        GroupEncrypted encrypted =
                GroupCipher.encrypt(senderKeys.getOrDefault(name, SenderKeyRecord.EMPTY), padded, random);
        put(name, encrypted.senderKey());
        return encrypted.ciphertext().body();
    }

    /// Drops everything, as a new installation does.
    void clear(SavedState saved) {
        sessions.keySet().forEach(device -> saved.remove(SESSION + device));
        senderKeys.keySet().forEach(name -> saved.remove(name.key()));
        sessions.clear();
        senderKeys.clear();
        used.clear();
        usedSenderKeys.clear();
    }

    /// Leaves what was used since the last call.
    void save(SavedState saved) {
        used.forEach(device -> saved.put(SESSION + device, record(device).serialize()));
        usedSenderKeys.forEach(name -> saved.put(
                name.key(), senderKeys.getOrDefault(name, SenderKeyRecord.EMPTY).serialize()));
        used.clear();
        usedSenderKeys.clear();
    }

    private SessionRecord record(Jid device) {
        return sessions.getOrDefault(device, SessionRecord.EMPTY);
    }

    private void put(Jid device, SessionRecord record) {
        sessions.put(device, record);
        used.add(device);
    }

    private void put(SenderKeyName name, SenderKeyRecord record) {
        senderKeys.put(name, record);
        usedSenderKeys.add(name);
    }
}
