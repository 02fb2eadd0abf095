// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

/// Sees the changes of a journal in their order.
interface ChangeVisitor {

    /// A record was set; its value lies at an offset of the file.
    void put(String key, int valueOffset, int valueLength);

    /// A record was forgotten.
    void remove(String key);

    /// Every record outside a prefix was forgotten.
    void clearExcept(String prefix);
}
