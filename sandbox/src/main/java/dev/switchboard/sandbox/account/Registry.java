// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.sandbox.primary.AccountExists;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// All accounts, found by number, hidden id or the name they registered with.
///
/// Confined to the network thread.
public final class Registry {

    private static final String GENERATED_PREFIX = "1555";
    private static final int GENERATED_RANGE = 10_000_000;
    private static final long LID_FLOOR = 100_000_000_000_000L;

    private final StateStore store;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final int firstCompanion;
    private final boolean sharedAddressBook;
    private final Map<String, Account> byPhone = new LinkedHashMap<>();
    private final Map<String, Account> byLid = new HashMap<>();
    private final Map<String, Account> byName = new HashMap<>();
    private long lastNumber;

    /// An empty registry.
    ///
    /// @param firstCompanion the device id of an account's first companion
    /// @param sharedAddressBook whether a new account has all others in its address book
    public Registry(
            StateStore store,
            InstantSource clock,
            RandomGenerator random,
            int firstCompanion,
            boolean sharedAddressBook) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.firstCompanion = firstCompanion;
        this.sharedAddressBook = sharedAddressBook;
    }

    /// Reads what was kept.
    public void restore() {
        AccountRecords.restoreAccounts(store, this::fresh, this::index);
        AccountRecords.restoreDevices(store, byPhone);
        AccountRecords.restoreAcquaintances(store, byPhone);
    }

    /// Makes an account.
    ///
    /// @throws AccountExists if the number asked for is taken
    public Account create(Optional<String> number, String pushName, String about, Bytes identity) {
        String phone = number.orElseGet(this::freeNumber);
        if (byPhone.containsKey(phone)) {
            throw new AccountExists();
        }
        Account.Origin origin = new Account.Origin(phone, freeLid(), pushName, clock.instant(), lastNumber + 1);
        Account account =
                new Account(origin, pushName, about, fresh(pushName, origin.created()), firstCompanion, identity);
        index(account);
        save(account);
        return account;
    }

    private Traits fresh(String pushName, Instant created) {
        return Traits.fresh(pushName, created, sharedAddressBook, random);
    }

    private void index(Account account) {
        byPhone.put(account.phone(), account);
        byLid.put(account.lid().user(), account);
        byName.putIfAbsent(account.registeredName(), account);
        lastNumber = Math.max(lastNumber, account.number());
    }

    private String freeNumber() {
        String number;
        do {
            number = GENERATED_PREFIX + "%07d".formatted(random.nextInt(GENERATED_RANGE));
        } while (byPhone.containsKey(number));
        return number;
    }

    private String freeLid() {
        String user;
        do {
            user = Long.toString(random.nextLong(LID_FLOOR, LID_FLOOR * 10));
        } while (byLid.containsKey(user) || byPhone.containsKey(user));
        return user;
    }

    /// Keeps what changed about an account.
    public void save(Account account) {
        AccountRecords.put(store, account);
    }

    /// Keeps what changed about a device.
    public void save(Device device) {
        AccountRecords.put(store, device);
    }

    /// All accounts in the order they were made.
    public Collection<Account> accounts() {
        return byPhone.values();
    }

    /// The account with this number.
    public Optional<Account> byPhone(String phone) {
        return Optional.ofNullable(byPhone.get(phone));
    }

    /// The first account made with this push name.
    public Optional<Account> byRegisteredName(String pushName) {
        return Optional.ofNullable(byName.get(pushName));
    }

    /// The account a user address names, by number or hidden id, whatever its device.
    public Optional<Account> account(Jid user) {
        return Optional.ofNullable(
                switch (user.server().family()) {
                    case PN -> byPhone.get(user.user());
                    case LID -> byLid.get(user.user());
                    default -> null;
                });
    }

    /// The listed device an address names; without device part that is device 0.
    public Optional<Device> device(Jid address) {
        return account(address).flatMap(account -> account.device(address.device()));
    }

    /// Whether an address has a hidden user on the server of numbers, or the reverse: such a user cannot be.
    public boolean isMisplaced(Jid user) {
        return switch (user.server().family()) {
            case PN -> byLid.containsKey(user.user()) && !byPhone.containsKey(user.user());
            case LID -> byPhone.containsKey(user.user()) && !byLid.containsKey(user.user());
            default -> false;
        };
    }

    /// The number the account's next companion gets; it is used up by asking. Empty when none is left.
    public Optional<Integer> takeDeviceNumber(Account account) {
        Optional<Integer> number = account.takeDeviceNumber();
        save(account);
        return number;
    }

    /// Gives back a number that was not used after all, if it was the last one taken.
    public void returnDeviceNumber(Account account, int number) {
        account.returnDeviceNumber(number);
        save(account);
    }

    /// Adds a companion that has proved itself.
    public Device addCompanion(Account account, Device.Link link, Bytes identity) {
        Device device = Device.companion(account, link, identity, 0);
        account.add(device);
        save(device);
        save(account);
        return device;
    }

    /// Removes a companion.
    public void removeCompanion(Device companion) {
        companion.account().remove(companion);
        companion.markRemoved();
        AccountRecords.remove(store, companion);
    }

    /// Notes that two accounts know of each other.
    public void acquaint(Account one, Account other) {
        if (one != other && one.acquaintances().add(other)) {
            other.acquaintances().add(one);
            AccountRecords.putAcquaintance(store, one, other);
        }
    }

    /// Whether an account has another in its address book: it has all others there, or the two have met.
    public boolean isContact(Account owner, Account other) {
        return owner.traits().addressBook() || owner.acquaintances().contains(other);
    }

    /// The accounts that have this one in their address book.
    public List<Account> contactsOf(Account account) {
        return byPhone.values().stream()
                .filter(other -> other != account && isContact(other, account))
                .toList();
    }

    /// Forgets all accounts, in memory only.
    public void clear() {
        byPhone.values().forEach(account -> {
            account.primary().markRemoved();
            List.copyOf(account.companions()).forEach(Device::markRemoved);
        });
        byPhone.clear();
        byLid.clear();
        byName.clear();
    }
}
