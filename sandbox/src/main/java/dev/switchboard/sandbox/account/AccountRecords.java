// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.sandbox.primary.KeyIndexList;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// How accounts and devices are kept.
final class AccountRecords {

    private static final int VERSION = 1;
    private static final String ACCOUNTS = "account/";
    private static final String DEVICES = "device/";
    private static final String TRAITS = "traits/";
    private static final String EXCLUDED = "excluded/";
    private static final String ACQUAINTANCES = "known/";

    private AccountRecords() {}

    static void put(StateStore store, Account account) {
        Bytes record = new RecordWriter(VERSION)
                .text(account.phone())
                .text(account.lid().user())
                .text(account.registeredName())
                .number(account.created().toEpochMilli())
                .number(account.number())
                .text(account.pushName())
                .text(account.about())
                .number(account.nextDevice())
                .bytes(account.primary().identity())
                .number(account.keyIndexList().timestamp())
                .bytes(account.keyIndexList().signed())
                .list(
                        account.privacy().entrySet(),
                        (out, entry) -> out.text(entry.getKey()).text(entry.getValue()))
                .list(account.blocked(), RecordWriter::text)
                .done();
        store.put(ACCOUNTS + account.phone(), record);
        store.put(TRAITS + account.phone(), account.traits().encode());
        putExcluded(store, account);
    }

    private static void putExcluded(StateStore store, Account account) {
        if (account.excluded().values().stream().allMatch(Set::isEmpty)) {
            store.remove(EXCLUDED + account.phone());
            return;
        }
        store.put(
                EXCLUDED + account.phone(),
                new RecordWriter(VERSION)
                        .list(
                                account.excluded().entrySet(),
                                (out, entry) -> out.text(entry.getKey()).list(entry.getValue(), RecordWriter::text))
                        .done());
    }

    private record Exceptions(String category, List<String> numbers) {}

    private static void restoreExcluded(StateStore store, Map<String, Account> accounts) {
        store.restore(EXCLUDED, (key, record) -> {
            Account account = accounts.get(key.substring(EXCLUDED.length()));
            if (account != null) {
                new RecordReader(record, VERSION)
                        .list(in -> new Exceptions(in.text(), in.list(RecordReader::text)))
                        .forEach(entry -> account.excluded(entry.category).addAll(entry.numbers));
            }
        });
    }

    /// @param fresh what sets an account apart of which an older version kept nothing
    static void restoreAccounts(
            StateStore store, BiFunction<String, Instant, Traits> fresh, Consumer<Account> visitor) {
        Map<String, Traits> traits = new HashMap<>();
        store.restore(TRAITS, (key, record) -> traits.put(key.substring(TRAITS.length()), Traits.decode(record)));
        List<Account> accounts = new ArrayList<>();
        store.restore(ACCOUNTS, (_, record) -> accounts.add(account(new RecordReader(record, VERSION), traits, fresh)));
        accounts.sort(Comparator.comparingLong(Account::number));
        accounts.forEach(visitor);
    }

    private static Account account(
            RecordReader in, Map<String, Traits> traits, BiFunction<String, Instant, Traits> fresh) {
        Account.Origin origin =
                new Account.Origin(in.text(), in.text(), in.text(), Instant.ofEpochMilli(in.number()), in.number());
        Traits kept = traits.get(origin.phone());
        Account account = new Account(
                origin,
                in.text(),
                in.text(),
                kept == null ? fresh.apply(origin.registeredName(), origin.created()) : kept,
                in.integer(),
                in.bytes());
        account.keyIndexList(new KeyIndexList(in.number(), in.bytes()));
        in.list(fields -> Map.entry(fields.text(), fields.text()))
                .forEach(setting -> account.privacy().put(setting.getKey(), setting.getValue()));
        account.blocked().addAll(in.list(RecordReader::text));
        return account;
    }

    static void put(StateStore store, Device device) {
        if (device.isPrimary()) {
            return;
        }
        Bytes record = new RecordWriter(VERSION)
                .number(device.id())
                .number(device.keyIndex())
                .bytes(device.noise())
                .number(device.registrationId())
                .bytes(device.deviceProps())
                .bytes(device.deviceIdentity())
                .bytes(device.identity())
                .number(device.logins())
                .done();
        store.put(DEVICES + device.key(), record);
    }

    static void restoreDevices(StateStore store, Map<String, Account> accounts) {
        restoreExcluded(store, accounts);
        store.restore(DEVICES, (key, record) -> {
            Account account = accounts.get(key.substring(DEVICES.length(), key.lastIndexOf('/')));
            if (account != null) {
                account.add(device(account, new RecordReader(record, VERSION)));
            }
        });
    }

    private static Device device(Account account, RecordReader in) {
        Device.Link link =
                new Device.Link(in.integer(), in.integer(), in.bytes(), in.integer(), in.bytes(), in.bytes());
        return Device.companion(account, link, in.bytes(), in.integer());
    }

    static void remove(StateStore store, Device device) {
        store.remove(DEVICES + device.key());
    }

    static void putAcquaintance(StateStore store, Account one, Account other) {
        store.put(ACQUAINTANCES + one.phone() + "/" + other.phone(), Bytes.EMPTY);
    }

    static void restoreAcquaintances(StateStore store, Map<String, Account> accounts) {
        store.restore(ACQUAINTANCES, (key, _) -> {
            String[] names = key.split("/", -1);
            Account one = accounts.get(names[1]);
            Account other = accounts.get(names[2]);
            if (one != null && other != null) {
                one.acquaintances().add(other);
                other.acquaintances().add(one);
            }
        });
    }
}
