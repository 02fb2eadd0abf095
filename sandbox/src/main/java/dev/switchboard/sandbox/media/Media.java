// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.StreamingHandler;
import dev.switchboard.sandbox.network.Timers;

/// The media store with what leads to it.
///
/// @param store the files
/// @param auth the permissions to upload
/// @param host where clients find it
public record Media(MediaStore store, MediaAuth auth, MediaHost host) {

    /// What tells clients where files go.
    public MediaConnections connections() {
        return new MediaConnections(auth, host);
    }

    /// What takes and hands out files.
    public StreamingHandler server(Faults faults, Timers timers) {
        return new FaultyTransfers(new MediaServer(store, auth, host), auth, faults, timers);
    }
}
