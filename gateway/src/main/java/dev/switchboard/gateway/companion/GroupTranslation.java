// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderEvent.ChatTrait;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Says in the gateway's words what the client tells about groups and channels. Pure.
final class GroupTranslation {
    private GroupTranslation() {}

    /// What a change comes to: a word, the people it is about, its particulars, and what the chat is called now.
    private record Told(String word, List<Party> people, Map<String, Object> details, Optional<String> title) {
        static Told of(String word) {
            return new Told(word, List.of(), Map.of(), Optional.empty());
        }

        static Told people(String word, List<dev.switchboard.client.event.Party> people) {
            return new Told(word, Parties.of(people), Map.of(), Optional.empty());
        }

        static Told of(String word, String name, Object value) {
            return new Told(word, List.of(), Map.of(name, value), Optional.empty());
        }

        Told with(String name, Optional<?> value) {
            Map<String, Object> more = new LinkedHashMap<>(details);
            value.ifPresent(present -> more.put(name, present));
            return new Told(word, people, more, title);
        }

        Told titled(String name) {
            return new Told(word, people, details, Optional.of(name));
        }
    }

    static Stream<ProviderEvent> of(ClientEvent.GroupChanged event) {
        Told told = told(event.change());
        Jid group = event.group().jid();
        List<ProviderEvent> events = new ArrayList<>();
        events.add(new ProviderEvent.GroupChanged(
                group, event.by().map(Parties::of), told.word(), told.people(), told.details(), event.at()));
        told.title()
                .ifPresent(name -> events.add(
                        new ProviderEvent.ChatChanged(Party.of(group), new ChatTrait.Titled(name), event.at())));
        return events.stream();
    }

    private static Told told(GroupChange change) {
        return switch (change) {
            case GroupChange.Joined(Group group, boolean founded, var reason, var _) ->
                Told.of(founded ? "created" : "joined", "subject", group.subject())
                        .with("reason", reason)
                        .titled(group.subject());
            case GroupChange.MembersAdded(var members, var reason) ->
                Told.people("participants_added", members).with("reason", reason);
            case GroupChange.MembersRemoved(var members, boolean self, var reason) ->
                Told.people("participants_removed", members)
                        .with("reason", reason)
                        .with("self", self ? Optional.of(true) : Optional.empty());
            case GroupChange.RolesChanged(var members, var role) ->
                Told.people("roles", members)
                        .with("rank", Optional.of(role.name().toLowerCase(Locale.ROOT)));
            case GroupChange.NumbersChanged(var members) -> Told.people("numbers", members);
            case GroupChange.SubjectChanged(String subject) ->
                Told.of("subject", "subject", subject).titled(subject);
            case GroupChange.DescriptionChanged(var text) -> Told.of("description", "description", text.orElse(""));
            case GroupChange.SettingChanged(GroupSetting setting) -> setting(setting);
            case GroupChange.InviteCodeChanged _ -> Told.of("invite_code");
            case GroupChange.InvitationsWithdrawn(var people) -> Told.people("invitations_withdrawn", people);
            case GroupChange.JoinRequested(var people, var method) ->
                Told.people("join_requested", people).with("way", method);
            case GroupChange.JoinRequestsEnded(var people) -> Told.people("join_request_ended", people);
            case GroupChange.Linked(String type, var groups) ->
                Told.of("linked", "groups", jids(groups)).with("relation", Optional.of(type));
            case GroupChange.Unlinked(String type, var reason, var groups) ->
                Told.of("unlinked", "groups", jids(groups))
                        .with("relation", Optional.of(type))
                        .with("reason", reason);
            case GroupChange.Deleted(var reason) -> Told.of("deleted").with("reason", reason);
            case GroupChange.Suspended(boolean suspended) -> Told.of("suspended", "on", suspended);
            case GroupChange.GrowthLocked(boolean locked, var until) ->
                Told.of("growth_locked", "on", locked).with("until", until.map(Instant::toString));
            case GroupChange.Refreshed(Group group) ->
                Told.of("refreshed", "size", group.size()).titled(group.subject());
            case GroupChange.Other(String tag, var _) -> Told.of("other", "tag", tag);
        };
    }

    private static Told setting(GroupSetting setting) {
        return switch (setting) {
            case GroupSetting.OnlyAdminsEdit(boolean on) -> Told.of("settings", "locked", on);
            case GroupSetting.OnlyAdminsWrite(boolean on) -> Told.of("settings", "announce", on);
            case GroupSetting.Timer(var span) -> Told.of("settings", "lifetimeSeconds", span.toSeconds());
            case GroupSetting.JoinApproval(boolean on) -> Told.of("settings", "approval", on);
            case GroupSetting.MembersAdd(boolean on) -> Told.of("settings", "membersAdd", on);
            case GroupSetting.MembersShareLink(boolean on) -> Told.of("settings", "membersShareLink", on);
        };
    }

    private static List<String> jids(List<SubGroup> groups) {
        return groups.stream().map(group -> group.jid().toString()).toList();
    }

    static Stream<ProviderEvent> of(ClientEvent.NewsletterChanged event) {
        Jid channel = event.newsletter();
        Instant at = event.at();
        return switch (event.change()) {
            case NewsletterChange.Posted(NewsletterPost post) ->
                post.mine() ? Stream.empty() : Stream.of(new ProviderEvent.MessageArrived(posted(post, at)));
            case NewsletterChange.Edited(NewsletterPost post) ->
                changed(channel, "post_edited", Map.of("number", post.serverId()), at);
            case NewsletterChange.Deleted(NewsletterPost post) ->
                changed(channel, "post_deleted", Map.of("number", post.serverId()), at);
            case NewsletterChange.Numbered(String id, long number) ->
                changed(channel, "post_numbered", Map.of("messageId", id, "number", number), at);
            case NewsletterChange.Counted(var posts) ->
                posts.stream()
                        .flatMap(post -> changed(
                                channel,
                                "post_counted",
                                Map.of(
                                        "number",
                                        post.serverId(),
                                        "reactions",
                                        post.reactions(),
                                        "views",
                                        post.views().orElse(0)),
                                at));
            case NewsletterChange.Followed _ -> changed(channel, "followed", Map.of(), at);
            case NewsletterChange.Unfollowed() -> changed(channel, "unfollowed", Map.of(), at);
            case NewsletterChange.Muted(boolean muted) -> changed(channel, "muted", Map.of("on", muted), at);
            case NewsletterChange.Other(String operation, var _) ->
                changed(channel, "other", Map.of("operation", operation), at);
        };
    }

    private static Stream<ProviderEvent> changed(Jid channel, String word, Map<String, Object> details, Instant at) {
        return Stream.of(new ProviderEvent.ChannelChanged(channel, word, details, at));
    }

    private static ProviderEvent.Incoming posted(NewsletterPost post, Instant at) {
        Party channel = Party.of(post.newsletter());
        return new ProviderEvent.Incoming(
                post.id().orElse("POST" + post.serverId()),
                channel,
                channel,
                false,
                post.at().orElse(at),
                Optional.empty(),
                post.kind().name().toLowerCase(Locale.ROOT),
                post.text(),
                Optional.empty(),
                Optional.empty());
    }
}
