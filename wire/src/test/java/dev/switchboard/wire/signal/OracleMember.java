// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.whispersystems.libsignal.DuplicateMessageException;
import org.whispersystems.libsignal.SignalProtocolAddress;
import org.whispersystems.libsignal.groups.GroupSessionBuilder;
import org.whispersystems.libsignal.groups.SenderKeyName;
import org.whispersystems.libsignal.groups.state.SenderKeyRecord;
import org.whispersystems.libsignal.groups.state.SenderKeyStore;
import org.whispersystems.libsignal.protocol.SenderKeyDistributionMessage;

/// A group member by org.whispersystems' signal-protocol-java.
public final class OracleMember implements GroupMember, SenderKeyStore {

    private static final SenderKeyName OWN = name("own");

    private final Map<SenderKeyName, SenderKeyRecord> records = new HashMap<>();

    @Override
    public Bytes distribution() {
        return Bytes.copyOf(new GroupSessionBuilder(this).create(OWN).serialize());
    }

    @Override
    public void process(String sender, Bytes distribution) {
        try {
            new GroupSessionBuilder(this)
                    .process(name(sender), new SenderKeyDistributionMessage(distribution.toByteArray()));
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public Bytes encrypt(String text) {
        try {
            var cipher = new org.whispersystems.libsignal.groups.GroupCipher(this, OWN);
            return Bytes.copyOf(cipher.encrypt(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError("oracle", e);
        }
    }

    @Override
    public SignalDevice.Outcome decrypt(String sender, Bytes wire) {
        try {
            var cipher = new org.whispersystems.libsignal.groups.GroupCipher(this, name(sender));
            byte[] plain = cipher.decrypt(wire.toByteArray());
            return new SignalDevice.Outcome.Opened(new String(plain, StandardCharsets.UTF_8));
        } catch (DuplicateMessageException _) {
            return new SignalDevice.Outcome.Duplicate();
        } catch (Exception _) {
            return new SignalDevice.Outcome.Failed();
        }
    }

    @Override
    public void storeSenderKey(SenderKeyName name, SenderKeyRecord record) {
        records.put(name, record);
    }

    @Override
    public SenderKeyRecord loadSenderKey(SenderKeyName name) {
        return records.computeIfAbsent(name, _ -> new SenderKeyRecord());
    }

    private static SenderKeyName name(String sender) {
        return new SenderKeyName("group", new SignalProtocolAddress(sender, 1));
    }
}
