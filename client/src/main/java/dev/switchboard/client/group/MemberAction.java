// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

/// What is done to members of a group.
public enum MemberAction {
    ADD("add"),
    REMOVE("remove"),
    PROMOTE("promote"),
    DEMOTE("demote");

    private final String tag;

    MemberAction(String tag) {
        this.tag = tag;
    }

    /// What the network calls it.
    public String tag() {
        return tag;
    }
}
