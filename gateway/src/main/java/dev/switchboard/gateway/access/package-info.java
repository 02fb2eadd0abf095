// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Who may do what: API keys, the demo's open door and its guards. Entry types: [dev.switchboard.gateway.access.Caller]
/// and [dev.switchboard.gateway.access.ApiKeys].
@NullMarked
package dev.switchboard.gateway.access;

import org.jspecify.annotations.NullMarked;
