// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the server tells of a group: a `<group>` node.
///
/// @param jid the group
/// @param subject its name
/// @param creation who made it and when
/// @param mode by which kind of address its participants are named
/// @param versions the versions of its lists
/// @param settings what is allowed
/// @param description its description
/// @param community its place in a community
/// @param size how many participants there are, where told; the list may be shorter
/// @param participants the participants told
public record GroupInfo(
        Jid jid,
        Subject subject,
        Creation creation,
        AddressingMode mode,
        Versions versions,
        Settings settings,
        Optional<Description> description,
        Community community,
        OptionalInt size,
        List<GroupParticipant> participants) {

    /// Keeps an unmodifiable copy.
    public GroupInfo {
        participants = List.copyOf(participants);
    }

    /// A group's name.
    ///
    /// @param by who set it, and their number
    public record Subject(String text, Optional<Instant> at, Optional<Jid> by, Optional<Jid> byPn) {
        private static Subject of(Node node) {
            return new Subject(
                    node.text("subject").orElse(""), Fields.instant(node, "s_t"), node.jid("s_o"), node.jid("s_o_pn"));
        }

        private void writeTo(NodeBuilder node) {
            node.attr("subject", text);
            at.ifPresent(time -> node.attr("s_t", time.getEpochSecond()));
            node.jidIfPresent("s_o", by).jidIfPresent("s_o_pn", byPn);
        }
    }

    /// Who made a group, and when.
    public record Creation(Optional<Jid> by, Optional<Jid> byPn, Optional<Instant> at) {
        private static Creation of(Node node) {
            return new Creation(node.jid("creator"), node.jid("creator_pn"), Fields.instant(node, "creation"));
        }

        private void writeTo(NodeBuilder node) {
            at.ifPresent(time -> node.attr("creation", time.getEpochSecond()));
            node.jidIfPresent("creator", by).jidIfPresent("creator_pn", byPn);
        }
    }

    /// The versions of a group's lists, opaque.
    ///
    /// @param participants of the participants
    /// @param announcement of the setting who may write
    public record Versions(Optional<String> participants, Optional<String> announcement) {
        private static Versions of(Node node) {
            return new Versions(node.text("p_v_id"), node.text("a_v_id"));
        }

        private void writeTo(NodeBuilder node) {
            node.attrIfPresent("p_v_id", participants).attrIfPresent("a_v_id", announcement);
        }
    }

    /// What is allowed in a group.
    ///
    /// @param locked whether only admins change its name, picture and so on
    /// @param announcement whether only admins write
    /// @param timerSeconds after how long messages disappear; 0 for never
    /// @param joinApproval whether admins approve of who joins
    /// @param addMode who adds people: `all_member_add` or `admin_add`
    /// @param linkMode who sees the invite link: `all_member_link` or `admin_link`
    /// @param suspended whether the network has closed it
    /// @param incognito whether participants do not see each other
    public record Settings(
            boolean locked,
            boolean announcement,
            long timerSeconds,
            boolean joinApproval,
            Optional<String> addMode,
            Optional<String> linkMode,
            boolean suspended,
            boolean incognito) {

        /// What a group begins with.
        public static final Settings NONE =
                new Settings(false, false, 0, false, Optional.empty(), Optional.empty(), false, false);

        private static Settings of(Node node) {
            return new Settings(
                    node.hasChild("locked"),
                    node.hasChild("announcement"),
                    timer(node),
                    node.descendant("membership_approval_mode", "group_join")
                            .map(join -> !join.hasText("state", "off"))
                            .orElse(node.hasChild("membership_approval_mode")),
                    mode(node, "member_add_mode"),
                    mode(node, "member_link_mode"),
                    node.hasChild("suspended"),
                    node.hasChild("incognito"));
        }

        private static long timer(Node node) {
            return node.child("ephemeral")
                    .map(timer -> timer.number("expiration").orElse(0))
                    .orElse(0L);
        }

        private static Optional<String> mode(Node node, String tag) {
            return node.child(tag).map(Node::contentText).filter(text -> !text.isEmpty());
        }

        private void writeTo(NodeBuilder node) {
            flag(node, "locked", locked);
            flag(node, "announcement", announcement);
            if (timerSeconds > 0) {
                node.child(Node.builder("ephemeral").attr("expiration", timerSeconds));
            }
            if (joinApproval) {
                node.child(Node.builder("membership_approval_mode")
                        .child(Node.builder("group_join").attr("state", "on")));
            }
            addMode.ifPresent(mode -> node.child(Node.builder("member_add_mode").utf8(mode)));
            linkMode.ifPresent(
                    mode -> node.child(Node.builder("member_link_mode").utf8(mode)));
            flag(node, "suspended", suspended);
            flag(node, "incognito", incognito);
        }
    }

    /// A group's description.
    ///
    /// @param id names this version of it, and has to be told when it is replaced
    public record Description(String id, String text, Optional<Jid> by, Optional<Jid> byPn, Optional<Instant> at) {
        private static Optional<Description> in(Node node) {
            return node.child("description")
                    .filter(found -> found.hasChild("body"))
                    .map(found -> new Description(
                            found.text("id").orElse(""),
                            found.requireChild("body").contentText(),
                            found.jid("participant"),
                            found.jid("participant_pn"),
                            Fields.instant(found, "t")));
        }

        private Node toNode() {
            NodeBuilder node = Node.builder("description").attr("id", id);
            node.jidIfPresent("participant", by).jidIfPresent("participant_pn", byPn);
            at.ifPresent(time -> node.attr("t", time.getEpochSecond()));
            return node.child(Node.builder("body").utf8(text)).build();
        }
    }

    /// A group's place in a community.
    ///
    /// @param parent whether it is a community itself
    /// @param defaultApproval how a community handles who joins: `request_required`
    /// @param linkedParent the community it belongs to
    /// @param defaultSubGroup whether it is its community's announcement group
    /// @param generalChat whether it is its community's general chat
    /// @param membersMakeSubGroups whether members of the community may make groups in it
    public record Community(
            boolean parent,
            Optional<String> defaultApproval,
            Optional<Jid> linkedParent,
            boolean defaultSubGroup,
            boolean generalChat,
            boolean membersMakeSubGroups) {

        /// No part of any community.
        public static final Community NONE =
                new Community(false, Optional.empty(), Optional.empty(), false, false, false);

        private static Community of(Node node) {
            return new Community(
                    node.hasChild("parent"),
                    node.child("parent").flatMap(parent -> parent.text("default_membership_approval_mode")),
                    node.child("linked_parent").flatMap(parent -> parent.jid("jid")),
                    node.hasChild("default_sub_group"),
                    node.hasChild("general_chat"),
                    node.hasChild("allow_non_admin_sub_group_creation"));
        }

        private void writeTo(NodeBuilder node) {
            if (parent) {
                node.child(Node.builder("parent").attrIfPresent("default_membership_approval_mode", defaultApproval));
            }
            linkedParent.ifPresent(
                    jid -> node.child(Node.builder("linked_parent").attr("jid", jid)));
            flag(node, "default_sub_group", defaultSubGroup);
            flag(node, "general_chat", generalChat);
            flag(node, "allow_non_admin_sub_group_creation", membersMakeSubGroups);
        }
    }

    private static void flag(NodeBuilder node, String tag, boolean on) {
        if (on) {
            node.child(Node.of(tag));
        }
    }

    /// Reads a `<group>`. Participants with an error, who could not be added, are left out.
    ///
    /// @throws dev.switchboard.wire.MalformedNode if it names no group
    public static GroupInfo of(Node node) {
        Fields.requireTag(node, "group");
        return new GroupInfo(
                jid(node),
                Subject.of(node),
                Creation.of(node),
                node.text("addressing_mode").flatMap(AddressingMode::of).orElse(AddressingMode.PN),
                Versions.of(node),
                Settings.of(node),
                Description.in(node),
                Community.of(node),
                Fields.number(node, "size"),
                node.children("participant").stream()
                        .filter(participant -> !participant.has("error"))
                        .map(GroupParticipant::of)
                        .toList());
    }

    /// The group that a node names by `jid`, or by `id` with or without its server.
    public static Jid jid(Node node) {
        Optional<Jid> typed = node.jid("jid");
        if (typed.isPresent()) {
            return typed.get().bare();
        }
        String id = node.requireText("id");
        return id.contains("@") ? node.requireJid("id").bare() : Jid.group(id);
    }

    /// The `<group>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("group").attr("id", jid.user());
        subject.writeTo(node);
        creation.writeTo(node);
        node.attr("addressing_mode", mode.wireName());
        versions.writeTo(node);
        size.ifPresent(count -> node.attr("size", count));
        participants.forEach(participant -> node.child(participant.toNode()));
        description.ifPresent(text -> node.child(text.toNode()));
        settings.writeTo(node);
        community.writeTo(node);
        return node.build();
    }

    /// The same with another name.
    public GroupInfo withSubject(Subject value) {
        return new GroupInfo(
                jid, value, creation, mode, versions, settings, description, community, size, participants);
    }

    /// The same with other versions.
    public GroupInfo withVersions(Versions value) {
        return new GroupInfo(jid, subject, creation, mode, value, settings, description, community, size, participants);
    }

    /// The same with other settings.
    public GroupInfo withSettings(Settings value) {
        return new GroupInfo(jid, subject, creation, mode, versions, value, description, community, size, participants);
    }

    /// The same with another description, or none.
    public GroupInfo withDescription(Optional<Description> value) {
        return new GroupInfo(jid, subject, creation, mode, versions, settings, value, community, size, participants);
    }

    /// The same with another place in a community.
    public GroupInfo withCommunity(Community value) {
        return new GroupInfo(jid, subject, creation, mode, versions, settings, description, value, size, participants);
    }

    /// The same with other participants, all of them.
    public GroupInfo withParticipants(List<GroupParticipant> value) {
        return new GroupInfo(
                jid,
                subject,
                creation,
                mode,
                versions,
                settings,
                description,
                community,
                OptionalInt.of(value.size()),
                value);
    }

    @Override
    public String toString() {
        return "GroupInfo[" + mode + " " + participants.size() + " participants]";
    }
}
