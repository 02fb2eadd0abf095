// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What the gateway counts and measures about itself, and how scrapers and people read it.
@NullMarked
package dev.switchboard.gateway.monitoring;

import org.jspecify.annotations.NullMarked;
