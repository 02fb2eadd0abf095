// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.time.Instant;
import java.util.Optional;

/// Where a link stands, why, and what can be done about it.
///
/// @param state which of the states
/// @param cause why, a stable code
/// @param advice what to do, in a sentence
/// @param until when something will happen by itself: the next try, the end of a QR code or of a ban
public record LinkStatus(LinkState state, String cause, String advice, Optional<Instant> until) {}
