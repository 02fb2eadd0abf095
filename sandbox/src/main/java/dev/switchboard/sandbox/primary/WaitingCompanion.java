// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import java.util.Optional;

/// A client that waits to be linked, as the server sees it.
///
/// @param companion the client
/// @param code whose phone is asked for the client's code, if it shows one
public record WaitingCompanion(PendingCompanion companion, Optional<String> code) {}
