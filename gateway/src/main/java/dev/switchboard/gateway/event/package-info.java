// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The durable event log that every stream, webhook and page reads from: nothing is emitted that is not in it. Entry
/// type: [dev.switchboard.gateway.event.EventLog].
@NullMarked
package dev.switchboard.gateway.event;

import org.jspecify.annotations.NullMarked;
