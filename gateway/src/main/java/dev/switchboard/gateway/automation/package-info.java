// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Automations: definitions as JSON, read from the event log and carried out in chats, each step in one transaction
/// with the message it sends. Entry types: [dev.switchboard.gateway.automation.Automations] keeps them,
/// [dev.switchboard.gateway.automation.Engine] runs them.
@NullMarked
package dev.switchboard.gateway.automation;

import org.jspecify.annotations.NullMarked;
