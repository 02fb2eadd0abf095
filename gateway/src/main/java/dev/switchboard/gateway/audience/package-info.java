// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Whom a tenant writes to: people with tags and notes, contact lists, saved filters, and those who want no more
/// campaigns. Entry types: [dev.switchboard.gateway.audience.People], [dev.switchboard.gateway.audience.Suppression].
@NullMarked
package dev.switchboard.gateway.audience;

import org.jspecify.annotations.NullMarked;
