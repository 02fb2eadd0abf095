// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The simulated primary phones: device 0 of every account, each with its own Signal identity, sessions, chat history
/// and habits.
///
/// [SimulatedPhones][dev.switchboard.sandbox.phone.SimulatedPhones] is the entry: the server hands it stanzas, the
/// admin interface hands it an operator's wishes. A phone's state changes on its own [PhoneLane] only, one task after
/// another; what it saves, has dealt with and sends leaves as one
/// [PhoneTurn][dev.switchboard.sandbox.primary.PhoneTurn]. The package knows nothing of sockets or HTTP.
@NullMarked
package dev.switchboard.sandbox.phone;

import org.jspecify.annotations.NullMarked;
