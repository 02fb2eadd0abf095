// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Linking the device by QR code or by link code.
@NullMarked
package dev.switchboard.client.pairing;

import org.jspecify.annotations.NullMarked;
