// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.broker;

import java.util.List;
import java.util.Map;

/// A real broker for tests, on a folder and ports of its own. Its data outlive a crash.
public interface Broker extends AutoCloseable {
    /// A message as a reader of the broker gets it.
    record Taken(String key, Map<String, String> headers, String body) {}

    /// Where a sink finds it: the fields of the API's body that name the target.
    String target();

    /// Starts the server and waits until it answers.
    void start();

    /// Kills the server, as a power failure does.
    void kill();

    /// Everything that was published so far, in the broker's order.
    List<Taken> read();

    @Override
    void close();
}
