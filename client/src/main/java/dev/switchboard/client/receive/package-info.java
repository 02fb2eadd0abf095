// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// From a stanza to committed events: messages, receipts, notifications, and what is asked when one cannot be read.
@NullMarked
package dev.switchboard.client.receive;

import org.jspecify.annotations.NullMarked;
