// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// Groups and communities: who is in them, what they are set to, and the queries of namespace `w:g2` that change both.
///
/// [Groups][dev.switchboard.sandbox.group.Groups] keeps them; a
/// [GroupsHandler][dev.switchboard.sandbox.group.GroupsHandler] answers queries by the classes beside it, each of which
/// knows one kind. Messages to groups are the router's. Confined to the network thread.
@NullMarked
package dev.switchboard.sandbox.group;

import org.jspecify.annotations.NullMarked;
