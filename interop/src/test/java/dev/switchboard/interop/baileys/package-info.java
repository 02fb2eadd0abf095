// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Stock npm Baileys against our sandbox and our client. [dev.switchboard.interop.baileys.BaileysProcess] is the Node
/// process, [dev.switchboard.interop.baileys.BaileysClient] one socket in it.
@NullMarked
package dev.switchboard.interop.baileys;

import org.jspecify.annotations.NullMarked;
