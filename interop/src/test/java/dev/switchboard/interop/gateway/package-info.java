// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The whole gateway, by its HTTP API only, with stock Baileys at the other end.
@NullMarked
package dev.switchboard.interop.gateway;

import org.jspecify.annotations.NullMarked;
