// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;

/// Where the parts of a phone leave what must outlive the process; it is saved with the phone's next step.
interface SavedState {

    /// Saves a value under the phone's own name for it.
    void put(String key, Bytes value);

    /// Forgets a value.
    void remove(String key);
}
