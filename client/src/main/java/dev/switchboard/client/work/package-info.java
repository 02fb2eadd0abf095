// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// How work is done: a mailbox, one turn after the other, each ending in one commit after which stanzas leave.
@NullMarked
package dev.switchboard.client.work;

import org.jspecify.annotations.NullMarked;
