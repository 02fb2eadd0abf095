// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Asks about people and the own profile, and keeps their tokens: what the account sees of others and lets others see.
@NullMarked
package dev.switchboard.client.people;

import org.jspecify.annotations.NullMarked;
