// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What every wire package shares: [Bytes][dev.switchboard.wire.Bytes] for immutable byte strings and
/// [WireException][dev.switchboard.wire.WireException], the only family of faults that decoders let out.
/// It knows nothing of any single protocol layer.
@NullMarked
package dev.switchboard.wire;

import org.jspecify.annotations.NullMarked;
