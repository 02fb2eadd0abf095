// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Calls: told of, turned down, and answered with a message. Entry type: [dev.switchboard.gateway.call.Calls].
@NullMarked
package dev.switchboard.gateway.call;

import org.jspecify.annotations.NullMarked;
