// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Automations: answers that a session gives by itself to messages that come in. What came in is noted in the
/// transaction that takes it in, so a crash loses no answer, and each is given once. Entry type:
/// [dev.switchboard.gateway.automation.Automations].
@NullMarked
package dev.switchboard.gateway.automation;

import org.jspecify.annotations.NullMarked;
