// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Takes in what links report and gives it to the features it concerns, in one transaction. Entry type:
/// [dev.switchboard.gateway.inbox.Inbox].
@NullMarked
package dev.switchboard.gateway.inbox;

import org.jspecify.annotations.NullMarked;
