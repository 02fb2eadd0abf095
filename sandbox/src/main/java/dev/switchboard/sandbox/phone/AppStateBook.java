// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Map;

final class AppStateBook {
    AppStateBook(PhoneContext phone, SyncKeys keys) {}
    void restore(Map<String, Bytes> state) {}
    void publishPushName(String name) {}
    void changed(List<Node> collections) {}
}
