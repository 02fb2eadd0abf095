// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Where the network is reached and how: endpoint, trust, proxy, and the client version to claim.
@NullMarked
package dev.switchboard.client.network;

import org.jspecify.annotations.NullMarked;
