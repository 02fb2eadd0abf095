// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;

/// A phone's signed list of the key indexes that are live.
///
/// @param timestamp Unix seconds, as inside the list
/// @param signed the serialised `ADVSignedKeyIndexList`
public record KeyIndexList(long timestamp, Bytes signed) {}
