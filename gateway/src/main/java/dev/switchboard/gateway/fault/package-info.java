// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The faults of the gateway: one sealed family with stable codes. Outcomes that a caller can expect are values
/// elsewhere.
@NullMarked
package dev.switchboard.gateway.fault;

import org.jspecify.annotations.NullMarked;
