// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.device.KnownDevices;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.login.PreKeyUpkeep;
import dev.switchboard.client.pairing.PasskeyPairing;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.DeviceListHash;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.LinkCode;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes in the server's notifications, and acknowledges every one of them.
public final class NotificationReader {

    /// Notifications that others take care of.
    public interface Others {

        /// A stage of linking by code.
        void linkCode(LinkCode stage);

        /// The secret in QR codes has to be replaced.
        void refreshRegistration();

        /// Something happened to a group.
        void groupNews(Node notification);

        /// Something happened at a newsletter.
        void newsletterNews(Node notification);

        /// The own phone answered a request to upload a message's file again.
        void mediaAgain(String id, MediaRetryStanza answer);

        /// An event of the network's GraphQL.
        void mexNews(Node notification);

        /// A stage of linking by passkey.
        void passkey(String type, Node notification);

        /// News about people.
        void people(Notification.Header header, News news);

        /// Collections of app state have changed.
        void appStateChanged(List<News.AppStateChanged.CollectionVersion> collections);
    }

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final PreKeyUpkeep preKeys;
    private final Others others;

    public NotificationReader(Workbench bench, DeviceDirectory directory, PreKeyUpkeep preKeys, Others others) {
        this.bench = bench;
        this.directory = directory;
        this.preKeys = preKeys;
        this.others = others;
    }

    /// Takes a `<notification>` in. Before the device is linked, only what is about linking counts.
    public void notification(Node stanza, boolean linked) {
        bench.send(Ack.replyTo(stanza).toNode());
        Notification notification = Notification.of(stanza);
        switch (notification.news()) {
            case News.LinkCodeNews(LinkCode stage) -> others.linkCode(stage);
            case News.RegistrationRefresh() -> others.refreshRegistration();
            case News.Unknown(String type, Node node) when PasskeyPairing.concerns(type) -> others.passkey(type, node);
            default -> {
                if (linked) {
                    take(notification.header(), notification.news());
                }
            }
        }
    }

    private void take(Notification.Header header, News news) {
        header.lid().ifPresent(lid -> directory.learn(header.from(), lid));
        switch (news) {
            case News.PreKeyCount(int count) -> preKeys.left(count);
            case News.DigestWanted() -> preKeys.compare();
            case News.IdentityChanged() -> identityChanged(header.from());
            case News.ContactDevices(News.DeviceChange change) -> devicesChanged(header, change);
            case News.OwnDevices own -> ownDevices(own);
            case News.AppStateChanged(var collections) -> others.appStateChanged(collections);
            case News.PrivacyTokens _,
                    News.About _,
                    News.Picture _,
                    News.OwnTimer _,
                    News.ContactTimer _,
                    News.OwnBlocklist _,
                    News.OwnPrivacy _ -> others.people(header, news);
            case News.Unknown(String type, Node node) -> takeOther(header, type, node);
            case News.MediaRetryNews(MediaRetryStanza answer) -> others.mediaAgain(header.id(), answer);
            case News.LinkCodeNews _, News.RegistrationRefresh _ -> {}
        }
    }

    private void takeOther(Notification.Header header, String type, Node notification) {
        switch (type) {
            case "w:gp2" -> others.groupNews(notification);
            case "newsletter" -> others.newsletterNews(notification);
            case "mex" -> others.mexNews(notification);
            default -> others.people(header, new News.Unknown(type, notification));
        }
    }

    /// A contact has a new phone, or the server thinks so: the next message begins a new session.
    private void identityChanged(Jid from) {
        if (directory.isSelf(from)) {
            return;
        }
        Jid phone = directory.sessionJid(from.normalized());
        SignalAddress address = phone.signalAddress();
        bench.state()
                .session(address)
                .ifPresent(session -> bench.state().putSession(address, session.archiveCurrent()));
        bench.state().removeIdentity(address);
        bench.state().noteIdentityChange(phone, bench.now());
        directory.forget(phone);
        bench.emit(new ClientEvent.IdentityChanged(directory.party(from), 0));
    }

    private void devicesChanged(Notification.Header header, News.DeviceChange change) {
        Optional<Jid> lid = header.lid().or(() -> directory.lid(header.from())).map(Jid::normalized);
        if (lid.isEmpty()) {
            return;
        }
        Optional<KnownDevices> known = bench.state().devices(lid.get());
        if (known.isEmpty()) {
            return;
        }
        List<Integer> ids = new ArrayList<>(known.get().ids());
        List<Integer> named =
                change.devices().stream().map(device -> device.jid().device()).toList();
        switch (change.kind()) {
            case ADD -> ids.addAll(named);
            case REMOVE -> ids.removeAll(named);
            case UPDATE -> ids.clear();
        }
        KnownDevices next = new KnownDevices(ids, bench.now());
        boolean sound = change.kind() != News.DeviceChange.Kind.UPDATE && agrees(change, lid.get(), header, next);
        if (sound) {
            directory.store(lid.get(), next.ids());
        } else {
            directory.forget(lid.get());
        }
    }

    /// Whether the list that we end up with is the one the server means.
    private static boolean agrees(News.DeviceChange change, Jid lid, Notification.Header header, KnownDevices devices) {
        boolean byLid = change.lidHash()
                .map(hash -> hash.equals(DeviceListHash.of(devices.of(lid))))
                .orElse(true);
        boolean byPn = change.hash()
                .filter(_ -> header.from().isPn())
                .map(hash ->
                        hash.equals(DeviceListHash.of(devices.of(header.from().normalized()))))
                .orElse(true);
        return byLid && byPn;
    }

    private void ownDevices(News.OwnDevices own) {
        List<Integer> ids = new ArrayList<>();
        ids.add(0);
        own.devices().forEach(device -> ids.add(device.jid().device()));
        directory.store(bench.state().account().lid().bare(), ids);
    }
}
