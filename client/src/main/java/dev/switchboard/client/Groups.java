// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.CreatedGroup;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupInvitation;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.JoinOutcome;
import dev.switchboard.client.group.LinkOutcome;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.MembershipRequest;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.roster.GroupRegistry;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import java.util.Optional;

/// What an owner can ask of groups and communities, and change. Thread-safe.
///
/// A refusal carries the network's number: 401 or 403 not allowed, 404 no such group, 406 a bad value, 409 something
/// changed meanwhile, 410 the link is void, 416 the community is closed, 419 the group is full, 423 locked.
public final class Groups {

    private final CompanionWorker worker;

    Groups(CompanionWorker worker) {
        this.worker = worker;
    }

    /// Used on the worker only.
    private GroupRegistry registry() {
        return worker.departments().groups();
    }

    // Reading

    /// A group as it is known here, which notifications keep true; asked for if it is not known.
    public Reply<Answer<Group>> get(Jid group) {
        return worker.ask(then -> registry().get(group, then));
    }

    /// A group as the server has it at this moment.
    public Reply<Answer<Group>> query(Jid group) {
        return worker.ask(then -> registry().query(group, then));
    }

    /// All groups this account is in.
    public Reply<Answer<List<Group>>> joined() {
        return worker.ask(then -> registry().joined(then));
    }

    // Making and leaving

    /// Makes a group or community.
    public Reply<Answer<CreatedGroup>> create(NewGroup wanted) {
        return worker.ask(then -> registry().create(wanted, then));
    }

    /// Leaves a group.
    public Reply<Answer<Jid>> leave(Jid group) {
        return worker.ask(then -> registry().leave(group, false, then));
    }

    /// Leaves a community with all its groups.
    public Reply<Answer<Jid>> leaveCommunity(Jid community) {
        return worker.ask(then -> registry().leave(community, true, then));
    }

    // Members

    /// Adds, removes, promotes or demotes people; the answer has an outcome for each.
    public Reply<Answer<List<MemberOutcome>>> change(Jid group, MemberAction action, List<Jid> people) {
        return worker.ask(then -> registry().change(group, action, people, then));
    }

    /// Who waits for an admin's approval.
    public Reply<Answer<List<MembershipRequest>>> membershipRequests(Jid group) {
        return worker.ask(then -> registry().membershipRequests(group, then));
    }

    /// Lets people in who asked, or refuses them; the answer has an outcome for each.
    public Reply<Answer<List<MemberOutcome>>> decide(Jid group, boolean approve, List<Jid> people) {
        return worker.ask(then -> registry().decide(group, approve, people, then));
    }

    // What it is called and what is allowed

    public Reply<Answer<Jid>> rename(Jid group, String subject) {
        return worker.ask(then -> registry().rename(group, subject, then));
    }

    /// Sets the description, or with none removes it.
    public Reply<Answer<Jid>> describe(Jid group, Optional<String> text) {
        return worker.ask(then -> registry().describe(group, text, then));
    }

    public Reply<Answer<Jid>> set(Jid group, GroupSetting setting) {
        return worker.ask(then -> registry().set(group, setting, then));
    }

    /// Sets the picture, or with none removes it.
    ///
    /// @param jpeg a square JPEG
    /// @return the picture's id, if there is one now
    public Reply<Answer<Optional<String>>> setPicture(Jid group, Optional<Bytes> jpeg) {
        return worker.ask(then -> registry().setPicture(group, jpeg, then));
    }

    // Invitations

    /// The code of the invite link `https://chat.whatsapp.com/CODE`.
    public Reply<Answer<String>> inviteCode(Jid group) {
        return worker.ask(then -> registry().inviteCode(group, false, then));
    }

    /// Makes the invite link void and gets another.
    public Reply<Answer<String>> resetInviteCode(Jid group) {
        return worker.ask(then -> registry().inviteCode(group, true, then));
    }

    /// What an invite link leads to.
    ///
    /// @param codeOrLink the code, or the whole link
    public Reply<Answer<Group>> inspect(String codeOrLink) {
        return worker.ask(then -> registry().inspect(codeOrLink, then));
    }

    /// Joins by an invite link.
    public Reply<Answer<JoinOutcome>> join(String codeOrLink) {
        return worker.ask(then -> registry().join(codeOrLink, then));
    }

    /// What an invitation message leads to.
    public Reply<Answer<Group>> inspect(GroupInvitation invitation) {
        return worker.ask(then -> registry().inspect(invitation, then));
    }

    /// Joins by an invitation message.
    public Reply<Answer<Jid>> accept(GroupInvitation invitation) {
        return worker.ask(then -> registry().accept(invitation, then));
    }

    /// Withdraws invitations that were handed out to people.
    public Reply<Answer<List<MemberOutcome>>> withdrawInvitations(Jid group, List<Jid> people) {
        return worker.ask(then -> registry().withdrawInvitations(group, people, then));
    }

    // Communities

    /// Puts groups into a community.
    public Reply<Answer<List<LinkOutcome>>> link(Jid community, List<Jid> groups) {
        return worker.ask(then -> registry().communities().link(community, groups, then));
    }

    /// Takes groups out of a community.
    ///
    /// @param removeOrphans whether people who are then in none of its groups leave the community as well
    public Reply<Answer<List<LinkOutcome>>> unlink(Jid community, List<Jid> groups, boolean removeOrphans) {
        return worker.ask(then -> registry().communities().unlink(community, groups, removeOrphans, then));
    }

    public Reply<Answer<List<SubGroup>>> subGroups(Jid community) {
        return worker.ask(then -> registry().communities().subGroups(community, then));
    }

    /// Everybody in any group of a community.
    public Reply<Answer<List<Party>>> communityMembers(Jid community) {
        return worker.ask(then -> registry().communities().members(community, then));
    }

    /// A group of a community, which this account need not be in.
    public Reply<Answer<Group>> subGroup(Jid community, Jid group) {
        return worker.ask(then -> registry().communities().subGroup(community, group, then));
    }

    /// Joins a group of a community this account is in.
    public Reply<Answer<Group>> joinSubGroup(Jid community, Jid group) {
        return worker.ask(then -> registry().communities().join(community, group, then));
    }

    /// Ends a community; its groups go on without it.
    public Reply<Answer<Jid>> deleteCommunity(Jid community) {
        return worker.ask(then -> registry().communities().delete(community, then));
    }
}
