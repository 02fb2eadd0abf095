// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The setup wizard: from the type of business to a test message to oneself, in steps that can be left and resumed.
/// Entry type: [dev.switchboard.gateway.setup.Setup].
@NullMarked
package dev.switchboard.gateway.setup;

import org.jspecify.annotations.NullMarked;
