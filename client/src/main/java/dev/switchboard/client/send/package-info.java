// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// From a message handed over to its acknowledgement: devices, encryption, the durable outbox, and answers to retry
/// receipts.
@NullMarked
package dev.switchboard.client.send;

import org.jspecify.annotations.NullMarked;
