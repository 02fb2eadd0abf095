// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Linking and unlinking companions.
///
/// [Linking][dev.switchboard.sandbox.linking.Linking] leads a client that is not linked from its first stanza to its
/// own device, by QR code or by code; [Unlinking][dev.switchboard.sandbox.linking.Unlinking] takes a device away.
/// Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.linking;

import org.jspecify.annotations.NullMarked;
