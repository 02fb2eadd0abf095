// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.sandbox.primary.KeyIndexList;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A person: one number, one hidden id, one phone, any companions.
///
/// Confined to the network thread; whoever changes it has the [Registry] save it.
public final class Account {

    /// The largest device number an address can carry.
    static final int LAST_DEVICE = 255;

    /// The number of hosted devices, never given to a companion.
    static final int HOSTED_DEVICE = 99;

    private final String phone;
    private final Jid pn;
    private final Jid lid;
    private final String registeredName;
    private final Instant created;
    private final long number;
    private String pushName;
    private String about;
    private int nextDevice;
    private Traits traits;
    private KeyIndexList keyIndexList = new KeyIndexList(0, Bytes.EMPTY);
    private final Map<String, String> privacy = new LinkedHashMap<>();
    private final Map<String, Set<String>> excluded = new TreeMap<>();
    private final Set<String> blocked = new LinkedHashSet<>();
    private final Set<Account> acquaintances = new HashSet<>();
    private final TreeMap<Integer, Device> companions = new TreeMap<>();
    private final Device primary;

    Account(Origin origin, String pushName, String about, Traits traits, int nextDevice, Bytes identity) {
        this.phone = origin.phone;
        this.pn = Jid.pn(origin.phone);
        this.lid = Jid.lid(origin.lidUser);
        this.registeredName = origin.registeredName;
        this.created = origin.created;
        this.number = origin.number;
        this.pushName = pushName;
        this.about = about;
        this.traits = traits;
        this.nextDevice = nextDevice;
        this.primary = Device.primary(this, identity);
    }

    /// What never changes about an account.
    record Origin(String phone, String lidUser, String registeredName, Instant created, long number) {}

    /// The number, digits only.
    public String phone() {
        return phone;
    }

    /// The phone-number address, without device.
    public Jid pn() {
        return pn;
    }

    /// The hidden address, without device.
    public Jid lid() {
        return lid;
    }

    /// The address in the namespace of another address: hidden for hidden ones, else by number.
    public Jid like(Jid other) {
        return other.isLid() ? lid : pn;
    }

    /// The push name it was made with.
    public String registeredName() {
        return registeredName;
    }

    /// When it was made.
    public Instant created() {
        return created;
    }

    /// Its place in the order of making.
    long number() {
        return number;
    }

    /// The name others see.
    public String pushName() {
        return pushName;
    }

    /// Changes the name others see.
    public void pushName(String name) {
        pushName = name;
    }

    /// The about text.
    public String about() {
        return about;
    }

    /// Writes another about text.
    public void about(String text, Instant now) {
        about = text;
        traits = traits.withAboutSince(now);
    }

    /// What else sets it apart.
    public Traits traits() {
        return traits;
    }

    /// Changes what sets it apart.
    public void traits(Traits changed) {
        traits = changed;
    }

    /// The phone's signed list of live key indexes.
    public KeyIndexList keyIndexList() {
        return keyIndexList;
    }

    /// Publishes a newer list.
    public void keyIndexList(KeyIndexList list) {
        keyIndexList = list;
    }

    /// Privacy settings by category.
    public Map<String, String> privacy() {
        return privacy;
    }

    /// By privacy category, the numbers of the contacts for whom "contacts except" makes an exception.
    public Set<String> excluded(String category) {
        return excluded.computeIfAbsent(category, _ -> new TreeSet<>());
    }

    Map<String, Set<String>> excluded() {
        return excluded;
    }

    /// Numbers of the accounts it has blocked.
    public Set<String> blocked() {
        return blocked;
    }

    /// Whether it has blocked another account.
    public boolean blocks(Account other) {
        return blocked.contains(other.phone);
    }

    /// Accounts that exchanged messages with it or looked it up, either way.
    public Set<Account> acquaintances() {
        return acquaintances;
    }

    /// The phone.
    public Device primary() {
        return primary;
    }

    /// The linked devices in order of their numbers.
    public Collection<Device> companions() {
        return companions.values();
    }

    /// All devices as the network lists them, in order of their numbers: the phone as device 0, unless a companion
    /// has that number.
    public List<Device> devices() {
        List<Device> all = new ArrayList<>(companions.size() + 1);
        if (!companions.containsKey(0)) {
            all.add(primary);
        }
        all.addAll(companions.values());
        return all;
    }

    /// The listed device with this number.
    public Optional<Device> device(int id) {
        Device companion = companions.get(id);
        if (companion != null) {
            return Optional.of(companion);
        }
        return id == 0 ? Optional.of(primary) : Optional.empty();
    }

    /// The companion with this number.
    public Optional<Device> companion(int id) {
        return Optional.ofNullable(companions.get(id));
    }

    int nextDevice() {
        return nextDevice;
    }

    /// The number the next companion will get; empty when all are used.
    Optional<Integer> takeDeviceNumber() {
        if (nextDevice == HOSTED_DEVICE) {
            nextDevice++;
        }
        return nextDevice > LAST_DEVICE ? Optional.empty() : Optional.of(nextDevice++);
    }

    void returnDeviceNumber(int number) {
        if (number == nextDevice - 1) {
            nextDevice = number;
        }
    }

    void add(Device companion) {
        companions.put(companion.id(), companion);
    }

    void remove(Device companion) {
        companions.remove(companion.id());
    }

    @Override
    public String toString() {
        return "Account[" + number + "]";
    }
}
