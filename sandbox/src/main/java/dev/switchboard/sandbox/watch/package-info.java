// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// What the server shows of its traffic.
@NullMarked
package dev.switchboard.sandbox.watch;

import org.jspecify.annotations.NullMarked;
