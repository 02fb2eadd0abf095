// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// When a tenant's business is open: its week and its holidays. Entry type:
/// [dev.switchboard.gateway.hours.Hours].
@NullMarked
package dev.switchboard.gateway.hours;

import org.jspecify.annotations.NullMarked;
