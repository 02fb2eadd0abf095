// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import java.util.List;

/// A way to a broker, connected when it is first used. Belongs to one thread. After a failure it is closed and a new
/// one is made.
interface SinkLink extends AutoCloseable {
    /// Hands messages over; returns when the broker has all of them durably, or one was not taken. Messages of one
    /// lane are in order: none is taken that came behind one that was not. Without messages it only connects.
    SinkOutcome publish(List<SinkMessage> messages) throws InterruptedException;

    @Override
    void close();
}
