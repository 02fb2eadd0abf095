// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.JoinOutcome;
import dev.switchboard.client.group.LinkOutcome;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.GroupRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups and communities.
final class CompanionGroups implements ProviderGroups {
    private static final int DONE = 200;

    /// The network's number for people who let nobody but contacts add them.
    private static final int INVITE_NEEDED = 403;

    private final Companion companion;

    CompanionGroups(Companion companion) {
        this.companion = companion;
    }

    private dev.switchboard.client.Groups groups() {
        return companion.groups();
    }

    @Override
    public Answer<List<Group>> all() {
        return Waiting.answer(
                groups().joined(),
                list -> list.stream().map(CompanionGroups::group).toList());
    }

    @Override
    public Answer<Group> get(Jid group) {
        return Waiting.answer(groups().query(group), CompanionGroups::group);
    }

    @Override
    public Answer<Creation> create(NewGroup wish) {
        var wanted = dev.switchboard.client.group.NewGroup.named(wish.subject())
                .members(wish.people())
                .onlyAdminsWrite(wish.settings().contains(Setting.ANNOUNCE))
                .onlyAdminsEdit(wish.settings().contains(Setting.LOCKED))
                .joinApproval(wish.settings().contains(Setting.APPROVAL))
                .membersAdd(wish.settings().contains(Setting.MEMBERS_ADD))
                .place(place(wish));
        wish.description().ifPresent(wanted::description);
        return Waiting.answer(
                groups().create(wanted.build()),
                made -> new Creation(
                        group(made.group()),
                        made.notAdded().stream().map(CompanionGroups::outcome).toList()));
    }

    private static dev.switchboard.client.group.NewGroup.Place place(NewGroup wish) {
        if (wish.community()) {
            return new dev.switchboard.client.group.NewGroup.Place.AsCommunity(
                    false, wish.settings().contains(Setting.APPROVAL), false);
        }
        return wish.parent()
                .<dev.switchboard.client.group.NewGroup.Place>map(dev.switchboard.client.group.NewGroup.Place.In::new)
                .orElseGet(dev.switchboard.client.group.NewGroup.Place.Alone::new);
    }

    @Override
    public Answer<Boolean> subject(Jid group, String subject) {
        return Waiting.done(groups().rename(group, subject));
    }

    @Override
    public Answer<Boolean> description(Jid group, Optional<String> text) {
        return Waiting.done(groups().describe(group, text));
    }

    @Override
    public Answer<Boolean> picture(Jid group, Optional<Bytes> jpeg) {
        return Waiting.done(groups().setPicture(group, jpeg));
    }

    @Override
    public Answer<Boolean> set(Jid group, Setting setting, boolean on) {
        return Waiting.done(groups().set(
                        group,
                        switch (setting) {
                            case ANNOUNCE -> new GroupSetting.OnlyAdminsWrite(on);
                            case LOCKED -> new GroupSetting.OnlyAdminsEdit(on);
                            case MEMBERS_ADD -> new GroupSetting.MembersAdd(on);
                            case APPROVAL -> new GroupSetting.JoinApproval(on);
                        }));
    }

    @Override
    public Answer<Boolean> lifetime(Jid group, Optional<Duration> lifetime) {
        return Waiting.done(groups().set(group, new GroupSetting.Timer(lifetime.orElse(Duration.ZERO))));
    }

    @Override
    public Answer<List<Outcome>> change(Jid group, Change change, List<Jid> people) {
        MemberAction action = switch (change) {
            case ADD -> MemberAction.ADD;
            case REMOVE -> MemberAction.REMOVE;
            case PROMOTE -> MemberAction.PROMOTE;
            case DEMOTE -> MemberAction.DEMOTE;
        };
        return Waiting.answer(groups().change(group, action, people), CompanionGroups::outcomes);
    }

    @Override
    public Answer<Boolean> leave(Jid group) {
        Answer<Boolean> community =
                Waiting.answer(groups().get(group), known -> known.community().isCommunity());
        return community instanceof Answer.Given<Boolean>(Boolean whole) && whole
                ? Waiting.done(groups().leaveCommunity(group))
                : Waiting.done(groups().leave(group));
    }

    @Override
    public Answer<String> inviteCode(Jid group) {
        return Waiting.answer(groups().inviteCode(group), code -> code);
    }

    @Override
    public Answer<String> newInviteCode(Jid group) {
        return Waiting.answer(groups().resetInviteCode(group), code -> code);
    }

    @Override
    public Answer<Group> byInvite(String code) {
        return Waiting.answer(groups().inspect(code), CompanionGroups::group);
    }

    @Override
    public Answer<Jid> join(String code) {
        return Waiting.answer(groups().join(code), JoinOutcome::group);
    }

    @Override
    public Answer<List<Request>> requests(Jid group) {
        return Waiting.answer(
                groups().membershipRequests(group),
                list -> list.stream()
                        .map(request -> new Request(Parties.of(request.person()), request.at(), request.method()))
                        .toList());
    }

    @Override
    public Answer<List<Outcome>> decide(Jid group, List<Jid> people, boolean approve) {
        return Waiting.answer(groups().decide(group, approve, people), CompanionGroups::outcomes);
    }

    @Override
    public Answer<List<Outcome>> link(Jid community, List<Jid> others) {
        return Waiting.answer(groups().link(community, others), CompanionGroups::links);
    }

    @Override
    public Answer<List<Outcome>> unlink(Jid community, List<Jid> others) {
        return Waiting.answer(groups().unlink(community, others, false), CompanionGroups::links);
    }

    @Override
    public Answer<List<Group>> subGroups(Jid community) {
        return Waiting.answer(
                groups().subGroups(community),
                list -> list.stream().map(one -> subGroup(community, one)).toList());
    }

    private static Group subGroup(Jid community, SubGroup one) {
        return new Group(
                one.jid(),
                one.subject(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(community),
                one.announcements(),
                List.of(),
                Optional.empty(),
                0,
                List.of());
    }

    private static List<Outcome> outcomes(List<MemberOutcome> outcomes) {
        return outcomes.stream().map(CompanionGroups::outcome).toList();
    }

    private static Outcome outcome(MemberOutcome outcome) {
        return switch (outcome) {
            case MemberOutcome.Done(var person) -> new Outcome(Parties.of(person), DONE, Optional.empty());
            case MemberOutcome.Invitable(var person, String code, var _) ->
                new Outcome(Parties.of(person), INVITE_NEEDED, Optional.of(code));
            case MemberOutcome.Refused(var person, int number) ->
                new Outcome(Parties.of(person), number, Optional.empty());
        };
    }

    private static List<Outcome> links(List<LinkOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome ->
                        new Outcome(Party.of(outcome.group()), outcome.error().orElse(DONE), Optional.empty()))
                .toList();
    }

    static Group group(dev.switchboard.client.group.Group group) {
        var settings = group.settings();
        List<Setting> on = new ArrayList<>();
        add(on, Setting.ANNOUNCE, settings.onlyAdminsWrite());
        add(on, Setting.LOCKED, settings.onlyAdminsEdit());
        add(on, Setting.MEMBERS_ADD, settings.membersAdd());
        add(on, Setting.APPROVAL, settings.joinApproval());
        return new Group(
                group.jid(),
                group.subject(),
                group.description().map(dev.switchboard.client.group.Group.Description::text),
                group.creator().map(Parties::of),
                group.created(),
                group.community().isCommunity(),
                group.community().parent(),
                group.community().announcements(),
                on,
                Optional.of(settings.timer()).filter(span -> !span.isZero()),
                group.size(),
                group.members().stream()
                        .map(member ->
                                new Participant(Parties.of(member.person()), rank(member.role()), member.displayName()))
                        .toList());
    }

    private static void add(List<Setting> settings, Setting setting, boolean on) {
        if (on) {
            settings.add(setting);
        }
    }

    private static Rank rank(GroupRole role) {
        return switch (role) {
            case MEMBER -> Rank.MEMBER;
            case ADMIN -> Rank.ADMIN;
            case SUPERADMIN -> Rank.SUPERADMIN;
        };
    }
}
