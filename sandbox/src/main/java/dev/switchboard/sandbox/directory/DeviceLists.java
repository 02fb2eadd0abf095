// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.directory;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Shows an account's devices and announces changes of them, to whoever knows the account and to its own companions.
public final class DeviceLists {

    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;
    private final Function<Account, Set<Account>> fellows;

    /// Lists that are announced by post.
    ///
    /// @param fellows who is in a group with an account
    public DeviceLists(Post post, StanzaIds ids, InstantSource clock, Function<Account, Set<Account>> fellows) {
        this.post = post;
        this.ids = ids;
        this.clock = clock;
        this.fellows = fellows;
    }

    /// The hash of an account's devices in the namespace of an address.
    public static String hash(Account account, Jid like) {
        return DeviceListHash.of(
                account.devices().stream().map(device -> device.like(like)).toList());
    }

    /// The answer to a question for devices: all of them, and the phone's signed list as soon as there is a
    /// companion.
    static Node devicesNode(Account account, Jid asked) {
        List<Node> devices = account.devices().stream().map(DeviceLists::entry).toList();
        return Node.builder("devices")
                .child(Node.builder("device-list")
                        .attr("hash", hash(account, asked))
                        .children(devices))
                .childIfPresent(keyIndexList(account))
                .build();
    }

    private static Node entry(Device device) {
        NodeBuilder entry = Node.builder("device").attr("id", device.id());
        return withKeyIndex(entry, device).build();
    }

    private static NodeBuilder withKeyIndex(NodeBuilder entry, Device device) {
        return device.isPrimary() ? entry : entry.attr("key-index", device.keyIndex());
    }

    private static Optional<Node> keyIndexList(Account account) {
        return account.keyIndexList().signed().isEmpty()
                ? Optional.empty()
                : Optional.of(Node.builder("key-index-list")
                        .attr("ts", account.keyIndexList().timestamp())
                        .bytes(account.keyIndexList().signed())
                        .build());
    }

    /// Announces a companion that was added.
    public void announceAdded(Device added) {
        Account account = added.account();
        Node device = withKeyIndex(
                        Node.builder("device").attr("jid", added.pn()).attr("lid", added.lid()), added)
                .build();
        NodeBuilder change = change("add", account).child(device).childIfPresent(keyIndexList(account));
        tellAcquaintances(account, change.build());
        tellOwn(account, added);
    }

    /// Announces a companion that was removed.
    public void announceRemoved(Device removed) {
        Account account = removed.account();
        Node device = Node.builder("device")
                .attr("jid", removed.pn())
                .attr("lid", removed.lid())
                .build();
        Node list = Node.builder("key-index-list")
                .attr("ts", clock.instant().getEpochSecond())
                .build();
        tellAcquaintances(
                account, change("remove", account).child(device).child(list).build());
        tellOwn(account, removed);
    }

    private static NodeBuilder change(String tag, Account account) {
        return Node.builder(tag)
                .attr("device_hash", hash(account, account.pn()))
                .attr("device_lid_hash", hash(account, account.lid()));
    }

    private void tellAcquaintances(Account account, Node change) {
        Node notification = Node.builder("notification")
                .attr("type", "devices")
                .attr("from", account.pn())
                .attr("lid", account.lid())
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(change)
                .build();
        Set<Account> known = new LinkedHashSet<>(account.acquaintances());
        known.addAll(fellows.apply(account));
        known.forEach(acquaintance -> post.enqueue(acquaintance.devices(), StanzaKind.NOTIFICATION, notification));
    }

    private void tellOwn(Account account, Device changed) {
        List<Node> devices = account.devices().stream()
                .map(device -> withKeyIndex(Node.builder("device").attr("jid", device.pn()), device)
                        .build())
                .toList();
        Node notification = Node.builder("notification")
                .attr("type", "account_sync")
                .attr("from", account.pn())
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(Node.builder("devices")
                        .attr("dhash", hash(account, account.pn()))
                        .children(devices)
                        .childIfPresent(keyIndexList(account)))
                .build();
        for (Device companion : account.companions()) {
            if (companion != changed) {
                post.enqueue(companion, StanzaKind.NOTIFICATION, notification);
            }
        }
    }

    /// Tells contacts that an account's phone was registered anew.
    public void announceIdentity(Account account, Iterable<Account> contacts) {
        Node notification = Node.builder("notification")
                .attr("type", "encrypt")
                .attr("from", account.pn())
                .attr("lid", account.lid())
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .child(Node.of("identity"))
                .build();
        Set<Account> told = new LinkedHashSet<>(fellows.apply(account));
        contacts.forEach(told::add);
        told.remove(account);
        told.forEach(contact -> post.enqueue(contact.devices(), StanzaKind.NOTIFICATION, notification));
    }
}
