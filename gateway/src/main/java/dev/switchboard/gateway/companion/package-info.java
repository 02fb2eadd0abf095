// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The provider that speaks the companion protocol, as a linked device: the one place that knows the client. Entry
/// type: [dev.switchboard.gateway.companion.CompanionProvider].
@NullMarked
package dev.switchboard.gateway.companion;

import org.jspecify.annotations.NullMarked;
