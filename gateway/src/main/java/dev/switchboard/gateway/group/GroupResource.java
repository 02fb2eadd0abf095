// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.group;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.media.MediaDrafts;
import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderGroups.Change;
import dev.switchboard.gateway.provider.ProviderGroups.Setting;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/groups`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/groups")
@Tag(name = "Groups", description = "Groups and communities")
public final class GroupResource {
    private static final int SUBJECT = 100;
    private static final int DESCRIPTION = 2_048;
    private static final String LINK = "https://chat.whatsapp.com/";

    private final Sessions sessions;
    private final Groups groups;
    private final MediaDrafts media;

    public GroupResource(Sessions sessions, Groups groups, MediaDrafts media) {
        this.sessions = sessions;
        this.groups = groups;
        this.media = media;
    }

    /// The body that makes a group.
    @Schema(name = "NewGroup")
    public record NewGroup(
            @Schema(example = "Friends") @Nullable String subject,

            @Schema(example = "[\"+1 555 010 0002\"]") @Nullable
            List<String> participants,

            @Nullable String description,

            @Schema(description = "makes a community") @Nullable
            Boolean community,

            @Schema(description = "the community it is to be in") @Nullable
            String parent,

            GroupView.@Nullable Settings settings) {
        @Override
        public String toString() {
            return "NewGroup[]";
        }
    }

    /// A group that was made, and who could not be added.
    @Schema(name = "GroupCreated")
    public record Created(GroupView group, List<GroupView.OutcomeView> notAdded) {}

    /// The body that changes a group: what is left out stays.
    @Schema(name = "GroupChange")
    public record GroupChange(
            @Nullable String subject,

            @Schema(description = "empty removes it") @Nullable
            String description,

            GroupView.@Nullable Settings settings) {
        @Override
        public String toString() {
            return "GroupChange[]";
        }
    }

    /// The body that names people.
    @Schema(name = "GroupPeople")
    public record People(
            @Schema(example = "[\"+1 555 010 0002\"]") @Nullable
            List<String> participants) {
        @Override
        public String toString() {
            return "People[]";
        }
    }

    /// The body that names groups.
    @Schema(name = "GroupList")
    public record GroupList(@Nullable List<String> groups) {}

    /// A group's invite link.
    @Schema(name = "GroupInviteLink")
    public record Invite(String code, String url) {
        @Override
        public String toString() {
            return "Invite[]";
        }
    }

    /// The body that joins by an invite.
    @Schema(name = "GroupJoin")
    public record Join(
            @Schema(description = "a code or a whole link", example = "https://chat.whatsapp.com/AbCdEfGh") @Nullable
            String invite) {
        @Override
        public String toString() {
            return "Join[]";
        }
    }

    /// A group that was joined, or asked to let the account in.
    @Schema(name = "GroupJoined")
    public record Joined(String id) {}

    @GetMapping
    @Operation(summary = "List groups", description = "Those the account is in.")
    List<GroupView> list(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        Session session = find(caller, sessionId);
        return Answers.value(groups.of(session).all()).stream()
                .map(group -> groups.view(session, group))
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a group or community")
    Created create(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody NewGroup body) {
        Session session = find(caller, sessionId);
        List<Setting> settings = new ArrayList<>();
        GroupView.Settings wish = body.settings();
        if (wish != null) {
            add(settings, Setting.ANNOUNCE, wish.announce());
            add(settings, Setting.LOCKED, wish.locked());
            add(settings, Setting.APPROVAL, wish.approval());
        }
        if (wish == null || !Boolean.FALSE.equals(wish.membersAdd())) {
            settings.add(Setting.MEMBERS_ADD);
        }
        ProviderGroups.Creation creation = Answers.value(groups.of(session)
                .create(new ProviderGroups.NewGroup(
                        subject(body.subject()),
                        groups.people(session, body.participants(), false),
                        Optional.ofNullable(body.description()).map(GroupResource::description),
                        Boolean.TRUE.equals(body.community()),
                        Optional.ofNullable(body.parent()).map(AnyAddress::group),
                        settings)));
        return new Created(
                groups.view(session, creation.group()),
                groups.view(
                        session,
                        creation.outcomes().stream()
                                .filter(outcome -> outcome.number() != 200)
                                .toList()));
    }

    private static void add(List<Setting> settings, Setting setting, @Nullable Boolean on) {
        if (Boolean.TRUE.equals(on)) {
            settings.add(setting);
        }
    }

    @GetMapping("/{group}")
    @Operation(summary = "Look at a group")
    GroupView get(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        Session session = find(caller, sessionId);
        return groups.view(session, Answers.value(groups.of(session).get(AnyAddress.group(group))));
    }

    @PatchMapping("/{group}")
    @Operation(summary = "Change a group's name, description and settings")
    GroupView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @RequestBody GroupChange body) {
        Session session = find(caller, sessionId);
        Jid jid = AnyAddress.group(group);
        ProviderGroups network = groups.of(session);
        if (body.subject() != null) {
            Answers.value(network.subject(jid, subject(body.subject())));
        }
        if (body.description() != null) {
            Answers.value(network.description(
                    jid,
                    Optional.of(body.description())
                            .filter(text -> !text.isEmpty())
                            .map(GroupResource::description)));
        }
        if (body.settings() != null) {
            groups.set(session, jid, body.settings());
        }
        return groups.view(session, Answers.value(network.get(jid)));
    }

    @DeleteMapping("/{group}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Leave a group", description = "Or a community, with its groups.")
    void leave(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        Answers.value(groups.of(find(caller, sessionId)).leave(AnyAddress.group(group)));
    }

    @PutMapping("/{group}/picture")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give a group a picture", description = "Any picture; its middle is taken.")
    void picture(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @RequestBody MediaInput body)
            throws IOException {
        Session session = find(caller, sessionId);
        ProviderGroups network = groups.of(session);
        Answers.value(network.picture(AnyAddress.group(group), Optional.of(media.profilePicture(session, body))));
    }

    @DeleteMapping("/{group}/picture")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a group's picture")
    void noPicture(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        Answers.value(groups.of(find(caller, sessionId)).picture(AnyAddress.group(group), Optional.empty()));
    }

    @PostMapping("/{group}/participants/{action}")
    @Operation(
            summary = "Add, remove, promote or demote people",
            description = "The answer says how it went with each.")
    List<GroupView.OutcomeView> participants(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @Schema(allowableValues = {"add", "remove", "promote", "demote"}) @PathVariable String action,
            @RequestBody People body) {
        Session session = find(caller, sessionId);
        Change change = switch (action.toLowerCase(Locale.ROOT)) {
            case "add" -> Change.ADD;
            case "remove" -> Change.REMOVE;
            case "promote" -> Change.PROMOTE;
            case "demote" -> Change.DEMOTE;
            default ->
                throw Problem.of(ProblemKind.ROUTE_NOT_FOUND, "There is no such action.")
                        .withAccepted("add, remove, promote or demote")
                        .refusal();
        };
        List<Jid> people = groups.people(session, body.participants(), true);
        return groups.view(session, Answers.value(groups.of(session).change(AnyAddress.group(group), change, people)));
    }

    @GetMapping("/{group}/invite")
    @Operation(summary = "Look at a group's invite link")
    Invite invite(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        return invite(Answers.value(groups.of(find(caller, sessionId)).inviteCode(AnyAddress.group(group))));
    }

    @PostMapping("/{group}/invite/reset")
    @Operation(summary = "Make a new invite link", description = "The one before works no longer.")
    Invite resetInvite(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        return invite(Answers.value(groups.of(find(caller, sessionId)).newInviteCode(AnyAddress.group(group))));
    }

    private static Invite invite(String code) {
        return new Invite(code, LINK + code);
    }

    @GetMapping("/invites/{code}")
    @Operation(summary = "Look at the group an invite leads to")
    GroupView byInvite(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String code) {
        Session session = find(caller, sessionId);
        return groups.view(session, Answers.value(groups.of(session).byInvite(code)));
    }

    @PostMapping("/join")
    @Operation(summary = "Join a group by invite", description = "If its admins have to agree, they are asked.")
    Joined join(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody Join body) {
        String invite = body.invite() == null ? "" : body.invite().strip();
        String code = invite.substring(invite.lastIndexOf('/') + 1);
        if (!code.matches("[A-Za-z0-9_-]{4,64}")) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field invite is missing or no invite.")
                    .withAccepted("a code or " + LINK + "...")
                    .refusal();
        }
        return new Joined(
                Answers.value(groups.of(find(caller, sessionId)).join(code)).toString());
    }

    @GetMapping("/{group}/requests")
    @Operation(summary = "List who asks to be let in")
    List<GroupView.RequestView> requests(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        Session session = find(caller, sessionId);
        return Answers.value(groups.of(session).requests(AnyAddress.group(group))).stream()
                .map(request -> Groups.request(groups.shown(session, request.person()), request.at(), request.way()))
                .toList();
    }

    @PostMapping("/{group}/requests/{decision}")
    @Operation(summary = "Let people in, or not")
    List<GroupView.OutcomeView> decide(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @Schema(allowableValues = {"approve", "reject"}) @PathVariable String decision,
            @RequestBody People body) {
        Session session = find(caller, sessionId);
        boolean approve = decision.equals("approve");
        if (!approve && !decision.equals("reject")) {
            throw Problem.of(ProblemKind.ROUTE_NOT_FOUND, "There is no such decision.")
                    .withAccepted("approve or reject")
                    .refusal();
        }
        List<Jid> people = groups.people(session, body.participants(), true);
        return groups.view(session, Answers.value(groups.of(session).decide(AnyAddress.group(group), people, approve)));
    }

    @GetMapping("/{group}/subgroups")
    @Operation(summary = "List a community's groups")
    List<GroupView> subGroups(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String group) {
        Session session = find(caller, sessionId);
        return Answers.value(groups.of(session).subGroups(AnyAddress.group(group))).stream()
                .map(one -> groups.view(session, one))
                .toList();
    }

    @PostMapping("/{group}/subgroups")
    @Operation(summary = "Put groups into a community")
    List<GroupView.OutcomeView> link(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @RequestBody GroupList body) {
        Session session = find(caller, sessionId);
        List<Jid> others = (body.groups() == null ? List.<String>of() : body.groups())
                .stream().map(AnyAddress::group).toList();
        return groups.view(session, Answers.value(groups.of(session).link(AnyAddress.group(group), others)));
    }

    @DeleteMapping("/{group}/subgroups/{other}")
    @Operation(summary = "Take a group out of a community")
    List<GroupView.OutcomeView> unlink(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String group,
            @PathVariable String other) {
        Session session = find(caller, sessionId);
        List<Jid> others = List.of(AnyAddress.group(other));
        return groups.view(session, Answers.value(groups.of(session).unlink(AnyAddress.group(group), others)));
    }

    private Session find(Caller caller, String sessionId) {
        return SessionLookup.find(sessions, caller, sessionId);
    }

    private static String subject(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > SUBJECT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field subject is missing, blank or too long.")
                    .withAccepted("1 to " + SUBJECT + " characters")
                    .refusal();
        }
        return text;
    }

    private static String description(String text) {
        if (text.length() > DESCRIPTION) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field description is too long.")
                    .withAccepted("at most " + DESCRIPTION + " characters")
                    .refusal();
        }
        return text;
    }
}
