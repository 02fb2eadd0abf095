// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/// Everybody's numbers, hidden ids and devices, as all phones know them. Safe for many threads.
///
/// Phones ask here and not the server, so that writing costs no round trip; whoever links or loses a device says so.
final class AddressBook {

    private final boolean phoneListed;
    private final Map<String, Person> byNumber = new ConcurrentHashMap<>();
    private final Map<String, Person> byLid = new ConcurrentHashMap<>();

    /// A person of the network.
    ///
    /// @param pn the address by number
    /// @param lid the address by hidden id
    /// @param companions the ids of the linked devices
    record Person(Jid pn, Jid lid, ConcurrentSkipListSet<Integer> companions) {

        /// The address of this person in the family of another address.
        Jid like(Jid other) {
            return other.isLid() ? lid : pn;
        }
    }

    /// @param phoneListed whether phones stand in device lists, as they do unless companions count from 0
    AddressBook(boolean phoneListed) {
        this.phoneListed = phoneListed;
    }

    /// Takes in an account as it is now.
    Person add(AccountView account) {
        Person person = new Person(account.pn(), account.lid(), new ConcurrentSkipListSet<>());
        account.devices().stream()
                .filter(device -> !device.primary())
                .map(DeviceView::id)
                .forEach(person.companions()::add);
        byNumber.put(account.phone(), person);
        byLid.put(account.lid().user(), person);
        return person;
    }

    /// The person at an address, whatever the device.
    Optional<Person> find(Jid jid) {
        if (jid.isPn()) {
            return Optional.ofNullable(byNumber.get(jid.user()));
        }
        return jid.isLid() ? Optional.ofNullable(byLid.get(jid.user())) : Optional.empty();
    }

    /// The name of a chat: people by number where it is known, everything else as it is.
    Jid chat(Jid jid) {
        Jid bare = jid.normalized();
        return find(bare).map(Person::pn).orElse(bare);
    }

    /// The address under which sessions with a device are kept: by hidden id where it is known.
    Jid session(Jid device) {
        return find(device)
                .map(person -> person.lid().withDevice(device.device()))
                .orElse(device);
    }

    /// The ids of all devices that a message to a person goes to.
    List<Integer> devices(Person person) {
        List<Integer> companions = List.copyOf(person.companions());
        if (!phoneListed) {
            return companions;
        }
        return Stream.concat(Stream.of(0), companions.stream()).toList();
    }

    void linked(String phone, int device) {
        person(phone).companions().add(device);
    }

    void removed(String phone, int device) {
        person(phone).companions().remove(device);
    }

    void clear() {
        byNumber.clear();
        byLid.clear();
    }

    private Person person(String phone) {
        return Objects.requireNonNull(byNumber.get(phone), "an account that was never added");
    }
}
