// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The collections of app state, which the server keeps without understanding them.
@NullMarked
package dev.switchboard.sandbox.appstate;

import org.jspecify.annotations.NullMarked;
