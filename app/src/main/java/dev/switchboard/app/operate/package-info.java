// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The operator's commands: they call a running gateway over its API, as anybody could.
@NullMarked
package dev.switchboard.app.operate;

import org.jspecify.annotations.NullMarked;
