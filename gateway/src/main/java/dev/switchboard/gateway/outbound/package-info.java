// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The one way to reach addresses that callers name: resolved once, checked, and connected to where they were checked.
/// Entry type: [dev.switchboard.gateway.outbound.GuardedHttp].
@NullMarked
package dev.switchboard.gateway.outbound;

import org.jspecify.annotations.NullMarked;
