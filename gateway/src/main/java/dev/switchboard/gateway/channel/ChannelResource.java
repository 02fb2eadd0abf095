// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.media.MediaDrafts;
import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.Bytes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/channels`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/channels")
@Tag(name = "Channels", description = "Channels: made, followed, read; posts are sent as messages to ...@newsletter")
public final class ChannelResource {
    private static final int NAME = 100;
    private static final int DESCRIPTION = 2_048;
    private static final String LINK = "https://whatsapp.com/channel/";

    private final Sessions sessions;
    private final LiveLinks links;
    private final MediaDrafts media;

    public ChannelResource(Sessions sessions, LiveLinks links, MediaDrafts media) {
        this.sessions = sessions;
        this.links = links;
        this.media = media;
    }

    /// A channel.
    ///
    /// @param role what the account is in it
    @Schema(name = "Channel")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChannelView(
            @Schema(example = "120363000000000001@newsletter")
            String id,

            String name,
            @Nullable String description,
            @Nullable String inviteCode,
            @Nullable String inviteUrl,
            long followers,

            @Schema(allowableValues = {"owner", "admin", "subscriber", "guest"}) @Nullable
            String role,

            boolean muted,
            boolean verified,
            @Nullable Instant createdAt) {
        static ChannelView of(ProviderChannels.Channel channel) {
            return new ChannelView(
                    channel.jid().toString(),
                    channel.name(),
                    channel.description().orElse(null),
                    channel.inviteCode().orElse(null),
                    channel.inviteCode().map(LINK::concat).orElse(null),
                    channel.followers(),
                    channel.role().orElse(null),
                    channel.muted(),
                    channel.verified(),
                    channel.createdAt().orElse(null));
        }

        @Override
        public String toString() {
            return "ChannelView[]";
        }
    }

    /// A post in a channel.
    @Schema(name = "ChannelPost")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PostView(
            long number,
            @Nullable String messageId,
            Instant at,
            String type,
            @Nullable String text,
            long views,
            Map<String, Long> reactions) {
        static PostView of(ProviderChannels.Post post) {
            return new PostView(
                    post.number(),
                    post.messageId().orElse(null),
                    post.at(),
                    post.type(),
                    post.text().orElse(null),
                    post.views(),
                    post.reactions());
        }

        @Override
        public String toString() {
            return "PostView[" + number + "]";
        }
    }

    /// The body that makes a channel or changes it: what is left out stays.
    @Schema(name = "NewChannel")
    public record NewChannel(
            @Schema(example = "News of the shop") @Nullable String name,
            @Nullable String description,
            @Nullable MediaInput picture) {
        @Override
        public String toString() {
            return "NewChannel[]";
        }
    }

    /// The body that follows a channel.
    @Schema(name = "ChannelToFollow")
    public record ToFollow(
            @Schema(description = "an address, an invite code or a whole link") @Nullable
            String channel) {
        @Override
        public String toString() {
            return "ToFollow[]";
        }
    }

    /// The body that reacts to a post.
    @Schema(name = "PostReaction")
    public record Reaction(
            @Schema(example = "👍", description = "empty removes it") @Nullable
            String emoji) {}

    @GetMapping
    @Operation(summary = "List channels", description = "Those the account follows or runs.")
    List<ChannelView> list(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        return Answers.value(channels(caller, sessionId).all()).stream()
                .map(ChannelView::of)
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a channel")
    ChannelView create(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody NewChannel body)
            throws IOException {
        if (body.name() == null) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field name is missing.")
                    .refusal();
        }
        ProviderChannels channels = channels(caller, sessionId);
        return ChannelView.of(Answers.value(channels.create(
                checked(body.name(), "name", NAME),
                Optional.ofNullable(body.description()).map(text -> checked(text, "description", DESCRIPTION)),
                picture(caller, sessionId, body.picture()))));
    }

    @GetMapping("/{channel}")
    @Operation(summary = "Look at a channel", description = "By address or invite code.")
    ChannelView get(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel) {
        return ChannelView.of(find(channels(caller, sessionId), channel));
    }

    private static ProviderChannels.Channel find(ProviderChannels channels, String text) {
        String last = text.substring(text.lastIndexOf('/') + 1);
        boolean address = last.endsWith("@newsletter") || last.matches("\\d{10,25}");
        return Answers.value(address ? channels.get(AnyAddress.channel(last)) : channels.byInvite(last));
    }

    @PatchMapping("/{channel}")
    @Operation(summary = "Change a channel")
    ChannelView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel,
            @RequestBody NewChannel body)
            throws IOException {
        ProviderChannels channels = channels(caller, sessionId);
        return ChannelView.of(Answers.value(channels.update(
                AnyAddress.channel(channel),
                Optional.ofNullable(body.name()).map(text -> checked(text, "name", NAME)),
                Optional.ofNullable(body.description()).map(text -> checked(text, "description", DESCRIPTION)),
                picture(caller, sessionId, body.picture()))));
    }

    @DeleteMapping("/{channel}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an own channel")
    void delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel) {
        Answers.value(channels(caller, sessionId).delete(AnyAddress.channel(channel)));
    }

    @PostMapping("/follow")
    @Operation(summary = "Follow a channel")
    ChannelView follow(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody ToFollow body) {
        if (body.channel() == null || body.channel().isBlank()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field channel is missing.")
                    .withAccepted("an address, an invite code or a link")
                    .refusal();
        }
        ProviderChannels channels = channels(caller, sessionId);
        ProviderChannels.Channel channel = find(channels, body.channel().strip());
        Answers.value(channels.follow(channel.jid(), true));
        return ChannelView.of(channel);
    }

    @DeleteMapping("/{channel}/follow")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Follow a channel no longer")
    void unfollow(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel) {
        Answers.value(channels(caller, sessionId).follow(AnyAddress.channel(channel), false));
    }

    @PutMapping("/{channel}/mute")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Mute a channel")
    void mute(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel) {
        Answers.value(channels(caller, sessionId).mute(AnyAddress.channel(channel), true));
    }

    @DeleteMapping("/{channel}/mute")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Unmute a channel")
    void unmute(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel) {
        Answers.value(channels(caller, sessionId).mute(AnyAddress.channel(channel), false));
    }

    @GetMapping("/{channel}/posts")
    @Operation(summary = "List a channel's posts", description = "Newest first, before a number.")
    List<PostView> posts(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel,
            @RequestParam(defaultValue = "0") long before,
            @RequestParam(defaultValue = "50") int limit) {
        return Answers.value(channels(caller, sessionId)
                        .posts(AnyAddress.channel(channel), Math.max(0, before), Math.clamp(limit, 1, 100)))
                .stream()
                .map(PostView::of)
                .toList();
    }

    @PutMapping("/{channel}/posts/{number}/reaction")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "React to a post")
    void react(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String channel,
            @PathVariable long number,
            @RequestBody Reaction body) {
        String emoji = body.emoji() == null ? "" : body.emoji();
        Answers.value(channels(caller, sessionId)
                .react(AnyAddress.channel(channel), number, emoji.isEmpty() ? "" : checked(emoji, "emoji", 64)));
    }

    private ProviderChannels channels(Caller caller, String sessionId) {
        return links.connected(SessionLookup.find(sessions, caller, sessionId)).channels();
    }

    private Optional<Bytes> picture(Caller caller, String sessionId, @Nullable MediaInput input) throws IOException {
        if (input == null) {
            return Optional.empty();
        }
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return Optional.of(media.profilePicture(session, input));
    }

    private static String checked(String text, String field, int most) {
        if (text.isBlank() || text.length() > most) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field " + field + " is blank or too long.")
                    .withAccepted("1 to " + most + " characters")
                    .refusal();
        }
        return text;
    }
}
