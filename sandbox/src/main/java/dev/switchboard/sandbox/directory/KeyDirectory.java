// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.primary.PhoneKeys;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.PreKeyUpload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pre-keys of all devices. A one-time key is handed out once.
///
/// Confined to the network thread.
public final class KeyDirectory {

    private static final int VERSION = 1;
    private static final String KEYS = "keys/";
    private static final String TAKEN = "taken/";

    private final StateStore store;
    private final Map<Device, PreKeyStock> stocks = new HashMap<>();
    private final Set<Device> low = new HashSet<>();

    /// An empty directory.
    public KeyDirectory(StateStore store) {
        this.store = store;
    }

    /// Reads what was kept for the devices of the registry.
    public void restore(Registry registry) {
        Map<String, Device> devices = new HashMap<>();
        for (Account account : registry.accounts()) {
            devices.put(account.primary().key(), account.primary());
            account.companions().forEach(device -> devices.put(device.key(), device));
        }
        store.restore(KEYS, (key, record) -> {
            Device device = devices.get(key.substring(KEYS.length()));
            if (device != null) {
                stocks.put(device, PreKeyStock.ofRecord(record));
            }
        });
        store.restore(TAKEN, (key, record) -> {
            PreKeyStock stock = stocks.get(devices.get(key.substring(TAKEN.length())));
            if (stock != null) {
                stock.taken(new RecordReader(record, VERSION).integer());
            }
        });
    }

    /// Adds an upload to what a device has.
    ///
    /// @throws InvalidKey if the signature is wrong
    public void upload(Device device, PreKeyUpload upload) {
        check(upload.identity(), upload.signedPreKey());
        PreKeyStock former = stocks.get(device);
        PreKeyStock stock = former == null
                ? PreKeyStock.of(upload.registrationId(), upload.identity(), upload.signedPreKey(), upload.preKeys())
                : former.plus(upload.registrationId(), upload.identity(), upload.signedPreKey(), upload.preKeys());
        keep(device, stock);
        low.remove(device);
    }

    /// Replaces everything a phone has.
    ///
    /// @throws InvalidKey if the signature is wrong
    public void replace(Device phone, PhoneKeys keys) {
        PublicSignedPreKey signed =
                new PublicSignedPreKey(keys.signedPreKeyId(), PublicKey.of(keys.signedPreKey()), keys.signature());
        check(PublicKey.of(keys.identity()), signed);
        keep(
                phone,
                PreKeyStock.of(
                        keys.registrationId(),
                        PublicKey.of(keys.identity()),
                        signed,
                        keys.preKeys().stream()
                                .map(key -> new PublicPreKey(key.id(), PublicKey.of(key.key())))
                                .toList()));
    }

    /// Replaces a device's signed pre-key; false if it never uploaded.
    ///
    /// @throws InvalidKey if the signature is wrong
    public boolean rotate(Device device, PublicSignedPreKey signed) {
        PreKeyStock stock = stocks.get(device);
        if (stock == null) {
            return false;
        }
        check(stock.identity(), signed);
        keep(device, stock.withSigned(signed));
        return true;
    }

    private static void check(PublicKey identity, PublicSignedPreKey signed) {
        if (!signed.isSignedBy(identity)) {
            throw new InvalidKey("signed pre-key: wrong signature (expected: one by the identity key)");
        }
    }

    private void keep(Device device, PreKeyStock stock) {
        stocks.put(device, stock);
        store.put(KEYS + device.key(), stock.toRecord());
        store.remove(TAKEN + device.key());
    }

    Optional<PreKeyStock> stock(Device device) {
        return Optional.ofNullable(stocks.get(device));
    }

    /// Whether a device has ever uploaded.
    public boolean has(Device device) {
        return stocks.containsKey(device);
    }

    /// How many one-time keys a device has left.
    public int count(Device device) {
        PreKeyStock stock = stocks.get(device);
        return stock == null ? 0 : stock.count();
    }

    /// What it takes to open a session with a device, with a one-time key while there are any.
    Optional<KeyBundle> bundle(Device device) {
        PreKeyStock stock = stocks.get(device);
        if (stock == null) {
            return Optional.empty();
        }
        Optional<PublicPreKey> oneTime = stock.take();
        if (oneTime.isPresent()) {
            store.put(
                    TAKEN + device.key(),
                    new RecordWriter(VERSION).number(stock.taken()).done());
        }
        return Optional.of(new KeyBundle(
                stock.registrationId(),
                stock.identity(),
                stock.signedPreKey(),
                oneTime,
                device.isPrimary() ? Optional.empty() : Optional.of(device.deviceIdentity())));
    }

    /// Notes that a device which is away runs low.
    void markLow(Device device) {
        low.add(device);
    }

    /// Whether a device ran low while it was away; the mark is gone by asking.
    boolean takeLowMark(Device device) {
        return low.remove(device);
    }

    /// Forgets a removed device's keys.
    public void remove(Device device) {
        low.remove(device);
        if (stocks.remove(device) != null) {
            store.remove(KEYS + device.key());
            store.remove(TAKEN + device.key());
        }
    }

    /// Forgets all keys, in memory only.
    public void clear() {
        stocks.clear();
        low.clear();
    }
}
