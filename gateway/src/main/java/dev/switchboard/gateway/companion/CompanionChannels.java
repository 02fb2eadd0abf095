// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.newsletter.NewNewsletter;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.NewsletterUpdate;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Channels.
final class CompanionChannels implements ProviderChannels {
    private final Companion companion;

    CompanionChannels(Companion companion) {
        this.companion = companion;
    }

    @Override
    public Answer<List<Channel>> all() {
        return Waiting.answer(
                companion.newsletters().followed(),
                list -> list.stream().map(CompanionChannels::channel).toList());
    }

    @Override
    public Answer<Channel> get(Jid channel) {
        return Waiting.answer(companion.newsletters().get(channel), CompanionChannels::channel);
    }

    @Override
    public Answer<Channel> byInvite(String code) {
        return Waiting.answer(companion.newsletters().inspect(code), CompanionChannels::channel);
    }

    /// The network wants its terms accepted before a first channel is made.
    @Override
    public Answer<Channel> create(String name, Optional<String> description, Optional<Bytes> picture) {
        return switch (Waiting.answer(companion.newsletters().acceptTerms(), accepted -> accepted)) {
            case Answer.NotConnected<Boolean> _ -> new Answer.NotConnected<>();
            case Answer.Given<Boolean> _, Answer.Refused<Boolean> _, Answer.TimedOut<Boolean> _ ->
                Waiting.answer(
                        companion.newsletters().create(new NewNewsletter(name, description, picture)),
                        CompanionChannels::channel);
        };
    }

    @Override
    public Answer<Channel> update(
            Jid channel, Optional<String> name, Optional<String> description, Optional<Bytes> picture) {
        return Waiting.answer(
                companion.newsletters().update(channel, new NewsletterUpdate(name, description, picture)),
                CompanionChannels::channel);
    }

    @Override
    public Answer<Boolean> delete(Jid channel) {
        return Waiting.done(companion.newsletters().delete(channel));
    }

    @Override
    public Answer<Boolean> follow(Jid channel, boolean on) {
        return Waiting.done(
                on
                        ? companion.newsletters().follow(channel)
                        : companion.newsletters().unfollow(channel));
    }

    @Override
    public Answer<Boolean> mute(Jid channel, boolean on) {
        return Waiting.done(companion.newsletters().mute(channel, on));
    }

    @Override
    public Answer<List<Post>> posts(Jid channel, long before, int count) {
        return Waiting.answer(
                companion
                        .newsletters()
                        .posts(channel, count, before == 0 ? OptionalLong.empty() : OptionalLong.of(before)),
                list -> list.stream()
                        .map(CompanionChannels::post)
                        .sorted(Comparator.comparingLong(Post::number).reversed())
                        .toList());
    }

    @Override
    public Answer<Boolean> react(Jid channel, long post, String emoji) {
        return Waiting.done(companion.newsletters().react(channel, post, emoji));
    }

    private static Channel channel(Newsletter newsletter) {
        return new Channel(
                newsletter.jid(),
                newsletter.name(),
                Optional.of(newsletter.description()).filter(text -> !text.isEmpty()),
                newsletter.inviteCode(),
                newsletter.subscribers().orElse(0),
                newsletter.role().map(role -> role.name().toLowerCase(Locale.ROOT)),
                newsletter.muted().orElse(false),
                newsletter.verified(),
                newsletter.created());
    }

    private static Post post(NewsletterPost post) {
        return new Post(
                post.serverId(),
                post.id(),
                post.at().orElse(Instant.EPOCH),
                post.kind().name().toLowerCase(Locale.ROOT),
                post.text(),
                post.views().orElse(0),
                post.reactions());
    }
}
