// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.presence;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.people.Visibility;
import dev.switchboard.sandbox.people.Visibility.What;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which accounts are available, and who wants to know.
///
/// An account is available while any of its companions says so. A subscription ends with the socket; what has changed
/// about its subjects by the time the device is back is told once. Confined to the network thread.
public final class Presences {

    private static final State NEVER = new State(false, 0);

    private final Registry registry;
    private final Post post;
    private final Visibility visibility;
    private final InstantSource clock;
    private final Map<Account, Set<Device>> available = new HashMap<>();
    private final Map<Account, State> states = new HashMap<>();
    private final Map<Device, Map<Account, Subscription>> subscriptions = new HashMap<>();
    private final Map<Account, Set<Device>> subscribers = new HashMap<>();
    private final Map<Device, Map<Account, Subscription>> former = new HashMap<>();

    /// Nobody is there yet.
    public Presences(Registry registry, Post post, Visibility visibility, InstantSource clock) {
        this.registry = registry;
        this.post = post;
        this.visibility = visibility;
        this.clock = clock;
    }

    /// Whether somebody is there, and if not, since when in Unix seconds, 0 for never seen.
    private record State(boolean available, long last) {}

    /// What a device wants to know, under which address, and what it was told.
    private static final class Subscription {
        private final Jid subject;
        private State told = NEVER;

        Subscription(Jid subject) {
            this.subject = subject;
        }
    }

    /// Takes a presence stanza.
    public void take(Sender sender, Node presence) {
        Device from = sender.device();
        Optional<String> name = presence.text("name").filter(text -> !text.isEmpty());
        name.ifPresent(text -> rename(from.account(), text));
        switch (presence.text("type").orElse(name.isPresent() ? "available" : "")) {
            case "available" -> setAvailable(from, true);
            case "unavailable" -> setAvailable(from, false);
            case "subscribe" -> subscribe(sender, presence.requireJid("to").bare(), Visibility.tokenIn(presence));
            case "unsubscribe" -> unsubscribe(from, presence.requireJid("to").bare());
            default -> {
                // Says nothing.
            }
        }
    }

    private void rename(Account account, String name) {
        if (!account.pushName().equals(name)) {
            account.pushName(name);
            registry.save(account);
        }
    }

    private void setAvailable(Device device, boolean here) {
        if (device.isPrimary()) {
            return;
        }
        Account account = device.account();
        Set<Device> devices = available.computeIfAbsent(account, _ -> new HashSet<>());
        boolean before = !devices.isEmpty();
        boolean changed = here ? devices.add(device) : devices.remove(device);
        boolean after = !devices.isEmpty();
        if (devices.isEmpty()) {
            available.remove(account);
        }
        if (changed && before != after) {
            states.put(account, new State(after, clock.instant().getEpochSecond()));
            tellSubscribers(account);
        }
    }

    private void tellSubscribers(Account account) {
        for (Device device : List.copyOf(subscribers.getOrDefault(account, Set.of()))) {
            Subscription subscription = subscriptionsOf(device).get(account);
            if (subscription != null && post.line(device).isPresent()) {
                post.send(device, current(device, account, subscription));
            }
        }
    }

    private Map<Account, Subscription> subscriptionsOf(Device device) {
        return subscriptions.getOrDefault(device, Map.of());
    }

    /// A restricted account says nothing at all to those without its token.
    private void subscribe(Sender sender, Jid subject, Optional<Bytes> token) {
        Device device = sender.device();
        Optional<Account> open =
                registry.account(subject).filter(account -> !visibility.isShutOut(device.account(), account, token));
        open.ifPresent(account -> {
            Subscription subscription = new Subscription(subject);
            subscriptions.computeIfAbsent(device, _ -> new LinkedHashMap<>()).put(account, subscription);
            subscribers.computeIfAbsent(account, _ -> new HashSet<>()).add(device);
            Map<Account, Subscription> old = former.get(device);
            if (old != null) {
                old.remove(account);
            }
            sender.answer(current(device, account, subscription));
        });
    }

    private void unsubscribe(Device device, Jid subject) {
        Optional<Account> account = registry.account(subject);
        Map<Account, Subscription> own = subscriptions.get(device);
        if (account.isPresent() && own != null && own.remove(account.get()) != null) {
            forgetSubscriber(account.get(), device);
        }
    }

    private void forgetSubscriber(Account subject, Device device) {
        Set<Device> devices = subscribers.get(subject);
        if (devices != null && devices.remove(device) && devices.isEmpty()) {
            subscribers.remove(subject);
        }
    }

    /// The present state as the subscriber may see it; from now on it counts as told.
    private Node current(Device device, Account subject, Subscription subscription) {
        State state = states.getOrDefault(subject, NEVER);
        subscription.told = state;
        NodeBuilder presence = Node.builder("presence").attr("from", subscription.subject);
        boolean here = state.available && visibility.allows(device.account(), subject, What.ONLINE);
        if (!here) {
            presence.attr("type", "unavailable");
            if (state.available || !visibility.allows(device.account(), subject, What.LAST_SEEN)) {
                presence.attr("last", "deny");
            } else if (state.last > 0) {
                presence.attr("last", state.last);
            }
        }
        return presence.build();
    }

    /// A device has its stored stanzas and takes live ones: it hears what has changed.
    public void live(Device device) {
        subscriptionsOf(device).forEach((subject, subscription) -> tellIfChanged(device, subject, subscription));
        Map<Account, Subscription> old = former.remove(device);
        if (old != null) {
            old.forEach((subject, subscription) -> tellIfChanged(device, subject, subscription));
        }
    }

    private void tellIfChanged(Device device, Account subject, Subscription subscription) {
        if (!subscription.told.equals(states.getOrDefault(subject, NEVER))) {
            post.send(device, current(device, subject, subscription));
        }
    }

    /// A device's connection has ended.
    public void lost(Device device) {
        setAvailable(device, false);
        Map<Account, Subscription> ended = subscriptions.remove(device);
        if (ended != null && !ended.isEmpty()) {
            ended.keySet().forEach(subject -> forgetSubscriber(subject, device));
            former.put(device, ended);
        }
    }

    /// Forgets a removed device.
    public void remove(Device device) {
        lost(device);
        former.remove(device);
    }

    /// Forgets everything.
    public void clear() {
        available.clear();
        states.clear();
        subscriptions.clear();
        subscribers.clear();
        former.clear();
    }
}
