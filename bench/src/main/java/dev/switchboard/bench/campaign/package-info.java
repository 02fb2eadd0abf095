// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Runs a campaign to many simulated phones while the gateway is killed again and again, and compares its analytics
/// with what the phones received.
@NullMarked
package dev.switchboard.bench.campaign;

import org.jspecify.annotations.NullMarked;
