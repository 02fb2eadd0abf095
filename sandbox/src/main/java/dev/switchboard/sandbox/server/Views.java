// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.server;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Scenario;
import dev.switchboard.sandbox.account.Traits;
import dev.switchboard.sandbox.connection.Connections;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.PrivacyView;

/// Takes pictures of accounts for other threads.
final class Views {

    private final Connections connections;
    private final Post post;

    Views(Connections connections, Post post) {
        this.connections = connections;
        this.post = post;
    }

    AccountView of(Account account) {
        return new AccountView(
                account.phone(),
                account.pn(),
                account.lid(),
                account.pushName(),
                account.about(),
                account.companions().stream().anyMatch(connections::isOnline),
                account.primary().identity(),
                account.devices().stream().map(this::of).toList(),
                privacy(account.traits()));
    }

    private static PrivacyView privacy(Traits traits) {
        Scenario scenario = traits.scenario();
        return new PrivacyView(
                scenario.restricted(),
                scenario.nctSendAb(),
                traits.nctSalt(),
                scenario.nctHistoryDelivery(),
                scenario.nctSyncdDelivery(),
                traits.business(),
                traits.addressBook(),
                scenario.flags());
    }

    DeviceView of(Device device) {
        return new DeviceView(
                device.id(),
                device.isPrimary(),
                device.keyIndex(),
                device.isPrimary() || connections.isOnline(device),
                post.size(device),
                device.identity(),
                device.deviceProps());
    }
}
