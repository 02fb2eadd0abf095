// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Getting stanzas to devices: at once, or through each device's durable queue.
///
/// [Post][dev.switchboard.sandbox.delivery.Post] takes stanzas that must arrive; a
/// [Line][dev.switchboard.sandbox.delivery.Line] is how a device is reached just now, a socket or a phone. Knows
/// nothing of what stanzas mean. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.delivery;

import org.jspecify.annotations.NullMarked;
