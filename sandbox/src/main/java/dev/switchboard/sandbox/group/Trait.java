// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import java.util.Arrays;
import java.util.Optional;

/// What a group is or is not. Most are children of the group's node when they hold; some can be switched by a query
/// that has only their tag, or the tag of the contrary.
public enum Trait {
    /// Only admins change subject, description, picture and timer.
    LOCKED("locked", "unlocked"),
    /// Only admins write.
    ANNOUNCEMENT("announcement", "not_announcement"),
    /// Messages that were forwarded often are not let in.
    NO_FREQUENTLY_FORWARDED("no_frequently_forwarded", "frequently_forwarded_ok"),
    /// Members may report messages to the admins.
    ADMIN_REPORTS("allow_admin_reports", "not_allow_admin_reports"),
    /// New members are given the latest messages.
    HISTORY("group_history", "no_group_history"),
    /// Not only admins make subgroups of a community.
    OPEN_SUB_GROUPS("allow_non_admin_sub_group_creation", "not_allow_non_admin_sub_group_creation"),
    /// Messages cannot be forwarded out of it.
    LIMIT_SHARING("limit_sharing_enabled", ""),
    /// The announcement group of a community.
    DEFAULT_SUB_GROUP("default_sub_group", ""),
    /// The chat for everybody of a community.
    GENERAL_CHAT("general_chat", ""),
    /// Members do not see each other.
    INCOGNITO("incognito", ""),
    /// Closed by the operator.
    SUSPENDED("suspended", ""),
    /// Who comes by link has to be let in; written with a child of its own.
    APPROVAL("", ""),
    /// A community; written with an attribute of its own.
    PARENT("", "");

    private static final Trait[] ALL = values();

    private final String tag;
    private final String contrary;

    Trait(String tag, String contrary) {
        this.tag = tag;
        this.contrary = contrary;
    }

    /// The tag of its child in a group's node; empty if it is written otherwise.
    String tag() {
        return tag;
    }

    /// A query that switches a trait.
    record Switch(Trait trait, boolean on) {}

    /// What a query of this tag switches.
    static Optional<Switch> switchedBy(String tag) {
        return Arrays.stream(ALL)
                .filter(trait -> !trait.contrary.isEmpty())
                .filter(trait -> trait.tag.equals(tag) || trait.contrary.equals(tag))
                .map(trait -> new Switch(trait, trait.tag.equals(tag)))
                .findFirst();
    }
}
