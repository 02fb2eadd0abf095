// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Linking an account: QR codes in all forms, and pairing codes. Entry type: [dev.switchboard.gateway.pairing.QrImage].
@NullMarked
package dev.switchboard.gateway.pairing;

import org.jspecify.annotations.NullMarked;
