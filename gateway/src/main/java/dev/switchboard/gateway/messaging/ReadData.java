// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.address.Address;
import java.time.Instant;
import java.util.List;

/// What the event of messages read on another device says.
record ReadData(Address chat, List<String> ids, Instant at) {}
