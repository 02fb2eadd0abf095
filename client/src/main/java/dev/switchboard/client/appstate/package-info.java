// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Keeps the state that all devices of the account share: fetches, checks, stores and changes it.
@NullMarked
package dev.switchboard.client.appstate;

import org.jspecify.annotations.NullMarked;
