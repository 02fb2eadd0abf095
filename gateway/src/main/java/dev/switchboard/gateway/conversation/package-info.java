// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Who of the users has a chat, and whether a person has it so that automations are silent there. Entry type:
/// [dev.switchboard.gateway.conversation.Assignments].
@NullMarked
package dev.switchboard.gateway.conversation;

import org.jspecify.annotations.NullMarked;
