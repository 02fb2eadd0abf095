// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// What is known of groups and communities, how it is asked for, and how news keep it true.
@NullMarked
package dev.switchboard.client.roster;

import org.jspecify.annotations.NullMarked;
