// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The launcher's commands. They wire the gateway and the sandbox together and print; no logic of the product lives
/// here.
@NullMarked
package dev.switchboard.app;

import org.jspecify.annotations.NullMarked;
