// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The sandbox as its users start it: [Sandbox][dev.switchboard.sandbox.Sandbox] and its settings.
@NullMarked
package dev.switchboard.sandbox;

import org.jspecify.annotations.NullMarked;
