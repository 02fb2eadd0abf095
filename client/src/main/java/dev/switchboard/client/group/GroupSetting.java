// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import java.time.Duration;

/// One thing that is allowed in a group or not.
public sealed interface GroupSetting {

    /// Whether only admins change name, picture, description and timer.
    record OnlyAdminsEdit(boolean on) implements GroupSetting {}

    /// Whether only admins send messages.
    record OnlyAdminsWrite(boolean on) implements GroupSetting {}

    /// After how long messages disappear; zero for never.
    record Timer(Duration duration) implements GroupSetting {}

    /// Whether admins approve of who joins.
    record JoinApproval(boolean on) implements GroupSetting {}

    /// Whether all members add people, not only admins.
    record MembersAdd(boolean on) implements GroupSetting {}

    /// Whether all members see the invite link, not only admins.
    record MembersShareLink(boolean on) implements GroupSetting {}
}
