// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.group;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.group.Group.Description;
import dev.switchboard.sandbox.group.Group.Mode;
import dev.switchboard.sandbox.group.Group.Subject;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a group says about itself, and what it is set to.
final class GroupSettings {

    static final int LONGEST_SUBJECT = 100;
    private static final int LONGEST_DESCRIPTION = 2048;
    private static final long LONGEST_TIMER = 365 * 86_400L;
    private static final Answer NOT_ACCEPTABLE = new Answer.Refused(406, "not-acceptable");
    private static final Answer CONFLICT = new Answer.Refused(409, "conflict");
    private static final Map<Mode, Set<String>> WORDS = Map.of(
            Mode.MEMBER_ADD, Set.of("admin_add", "all_member_add"),
            Mode.MEMBER_LINK, Set.of("admin_link", "all_member_link"),
            Mode.MEMBER_SHARE, Set.of("admin_share", "all_member_share"),
            Mode.DEFAULT_APPROVAL, Set.of("request_required", "no_request_required"));

    private final Groups groups;
    private final GroupNotices notices;

    GroupSettings(Groups groups, GroupNotices notices) {
        this.groups = groups;
        this.notices = notices;
    }

    /// Whether a text can be a subject.
    static boolean isSubject(String text) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= LONGEST_SUBJECT;
    }

    Answer subject(Group group, Account actor, Node query) {
        if (!group.mayDescribe(actor)) {
            return Answer.forbidden();
        }
        String text = query.contentText();
        if (!isSubject(text)) {
            return NOT_ACCEPTABLE;
        }
        group.subject(new Subject(text, actor, groups.now()));
        groups.save(group);
        NodeBuilder change = Node.builder("subject")
                .attr("subject", text)
                .attr("s_t", group.subject().at());
        GroupNodes.named(change, group, "s_o", actor);
        notices.tellAll(group, actor, change.build());
        return Answer.empty();
    }

    Answer description(Group group, Account actor, Node query) {
        if (!group.mayDescribe(actor)) {
            return Answer.forbidden();
        }
        Optional<String> before = group.description().map(Description::id);
        Optional<String> expected = query.text("prev").filter(id -> !id.isEmpty());
        if (!before.equals(expected)) {
            return CONFLICT;
        }
        boolean delete = query.hasText("delete", "true");
        String body = query.child("body").map(Node::contentText).orElse("");
        if (body.codePointCount(0, body.length()) > LONGEST_DESCRIPTION) {
            return NOT_ACCEPTABLE;
        }
        String id = query.text("id").orElseGet(() -> Long.toString(groups.now()));
        group.description(delete ? null : new Description(id, body, actor, groups.now()));
        groups.save(group);
        Node content =
                delete ? Node.of("delete") : Node.builder("body").utf8(body).build();
        notices.tellAll(
                group,
                actor,
                Node.builder("description").attr("id", id).child(content).build());
        return Answer.empty();
    }

    /// Describes a group that is being made.
    void describe(Group group, Account actor, Node description) {
        String body = description.child("body").map(Node::contentText).orElse("");
        if (!body.isEmpty()) {
            String id = description.text("id").orElseGet(() -> Long.toString(groups.now()));
            group.description(new Description(id, body, actor, groups.now()));
        }
    }

    Answer turn(Group group, Account actor, Trait.Switch turned, String tag) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        group.set(turned.trait(), turned.on());
        NodeBuilder change = Node.builder(tag);
        if (turned.trait() == Trait.ANNOUNCEMENT) {
            long former = group.announcementVersion();
            group.versions(group.membersVersion(), groups.nextVersion(former));
            change.attr("prev_v_id", Long.toString(former)).attr("v_id", Long.toString(group.announcementVersion()));
        }
        groups.save(group);
        notices.tellAll(group, actor, change.build());
        return Answer.empty();
    }

    Answer ephemeral(Group group, Account actor, Node query) {
        if (!group.mayDescribe(actor)) {
            return Answer.forbidden();
        }
        long seconds = query.hasTag("ephemeral") ? query.requireNumber("expiration") : 0;
        if (seconds < 0 || seconds > LONGEST_TIMER) {
            return NOT_ACCEPTABLE;
        }
        group.ephemeral((int) seconds);
        groups.save(group);
        notices.tellAll(
                group, actor, seconds == 0 ? Node.of("not_ephemeral") : GroupNodes.ephemeral(group.ephemeral()));
        return Answer.empty();
    }

    Answer approval(Group group, Account actor, Node query) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        Optional<Boolean> on = isApprovalOn(query);
        if (on.isEmpty()) {
            return Answer.badRequest();
        }
        group.set(Trait.APPROVAL, on.get());
        groups.save(group);
        notices.tellAll(group, actor, GroupNodes.approval(on.get()));
        return Answer.empty();
    }

    /// What a `membership_approval_mode` says. Some clients call its child after communities.
    static Optional<Boolean> isApprovalOn(Node mode) {
        return mode.children().stream()
                .filter(child -> child.hasTag("group_join") || child.hasTag("community_join"))
                .flatMap(child -> child.text("state").stream())
                .filter(state -> state.equals("on") || state.equals("off"))
                .map(state -> state.equals("on"))
                .findFirst();
    }

    /// Sets a mode by a node that has its tag and word.
    Answer mode(Group group, Account actor, Mode mode, String word) {
        if (!group.isAdmin(actor)) {
            return Answer.forbidden();
        }
        if (!isWord(mode, word)) {
            return Answer.badRequest();
        }
        group.modes().put(mode, word);
        groups.save(group);
        notices.tellAll(group, actor, Node.builder(mode.tag()).utf8(word).build());
        return Answer.empty();
    }

    static boolean isWord(Mode mode, String word) {
        return WORDS.getOrDefault(mode, Set.of()).contains(word);
    }

    /// The mode that is set by nodes of a tag.
    static Optional<Mode> modeOf(String tag) {
        for (Mode mode : Mode.values()) {
            if (mode != Mode.DEFAULT_APPROVAL && mode.tag().equals(tag)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
