// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// From the server's word that a login went through to an active connection, and the upkeep of the keys it hands out
/// for us.
@NullMarked
package dev.switchboard.client.login;

import org.jspecify.annotations.NullMarked;
