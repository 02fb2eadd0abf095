// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// Somebody in a group, as a `<participant>` names them.
///
/// @param jid the address in the group's own addressing mode
/// @param other the address of the other family, where told: `phone_number` beside a hidden id, `lid` beside a number
/// @param role what they may do
/// @param displayName what the server shows of somebody whose number is hidden
public record GroupParticipant(Jid jid, Optional<Jid> other, GroupRole role, Optional<String> displayName) {

    /// A plain member.
    public static GroupParticipant of(Jid jid, Optional<Jid> other) {
        return new GroupParticipant(jid.bare(), other.map(Jid::bare), GroupRole.MEMBER, Optional.empty());
    }

    /// The address by phone number, where known.
    public Optional<Jid> pn() {
        return jid.isPn() ? Optional.of(jid) : other.filter(Jid::isPn);
    }

    /// The hidden address, where known.
    public Optional<Jid> lid() {
        return jid.isLid() ? Optional.of(jid) : other.filter(Jid::isLid);
    }

    /// Whether either address names this user.
    public boolean is(Jid user) {
        return jid.sameUser(user) || other.filter(user::sameUser).isPresent();
    }

    /// The same with another role.
    public GroupParticipant withRole(GroupRole newRole) {
        return new GroupParticipant(jid, other, newRole, displayName);
    }

    /// Reads any node that names a participant by `jid`.
    public static GroupParticipant of(Node node) {
        Jid jid = node.requireJid("jid").bare();
        Optional<Jid> other = jid.isLid() ? node.jid("phone_number") : node.jid("lid");
        return new GroupParticipant(
                jid, other.map(Jid::bare), GroupRole.of(node.text("type")), node.text("display_name"));
    }

    /// The `<participant>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("participant").attr("jid", jid);
        node.jidIfPresent(jid.isLid() ? "phone_number" : "lid", other);
        return node.attrIfPresent("type", role.wireName())
                .attrIfPresent("display_name", displayName)
                .build();
    }
}
