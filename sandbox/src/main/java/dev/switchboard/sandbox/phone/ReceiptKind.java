// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

/// What an operator lets a phone confirm.
public enum ReceiptKind {
    /// Messages arrived.
    DELIVERED,
    /// Messages were seen.
    READ,
    /// Messages were heard or watched.
    PLAYED
}
