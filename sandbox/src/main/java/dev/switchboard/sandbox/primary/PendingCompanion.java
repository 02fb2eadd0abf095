// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// A client that waits to be linked.
///
/// Keys are 32 raw bytes.
///
/// @param noise the static Noise key of its connection
/// @param identity its identity key
/// @param pushName the name its registration carried, if any
/// @param deviceProps the serialised `DeviceProps` of its registration
public record PendingCompanion(Bytes noise, Bytes identity, Optional<String> pushName, Bytes deviceProps) {}
