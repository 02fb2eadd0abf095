// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Linking a companion to an account, as both sides compute it: QR text, account and device signatures (ADV), link
/// codes and passkey linking. Stanzas are elsewhere: here are the bytes inside them.
@NullMarked
package dev.switchboard.wire.pairing;

import org.jspecify.annotations.NullMarked;
