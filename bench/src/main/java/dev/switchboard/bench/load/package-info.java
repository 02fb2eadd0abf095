// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Load runs of the whole product beside a Baileys process on the same simulated network: throughput and memory.
@NullMarked
package dev.switchboard.bench.load;

import org.jspecify.annotations.NullMarked;
