// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.Map;

/// The phones, as the server sees them.
///
/// Every method is called on the network thread and must return at once: hand the work to a thread of the phone's
/// own. Calls for one phone come in the order of the stream that a socket would have carried.
public interface Phones {

    /// At start, once for each stored account, before the listener opens: what the phone had saved, by key.
    void restored(AccountView account, Map<String, Bytes> state);

    /// A stanza for device 0 that must be answered for: a message, receipt, notification or call.
    ///
    /// It stays in the phone's durable queue, and is delivered again after a restart, until a [PhoneTurn] names its
    /// entry as done.
    void deliver(String phone, Delivery delivery);

    /// A stanza for device 0 that nothing keeps: the answer to a stanza the phone sent (`ack`, iq result or error),
    /// presence, chat state, or the steps of linking by code.
    void receive(String phone, Node stanza);

    /// A companion can be written to: it has logged in, its keys are uploaded, and the marker that ends its offline
    /// stanzas has gone out. Comes once in each life of a connection.
    void companionReady(String phone, CompanionReady companion);

    /// A companion was removed, by whomever; the phone publishes its key index list anew.
    void companionRemoved(String phone, DeviceView device);

    /// A fault wants the phone to be registered anew.
    void reregister(String phone);

    /// Everything is forgotten.
    void reset();
}
