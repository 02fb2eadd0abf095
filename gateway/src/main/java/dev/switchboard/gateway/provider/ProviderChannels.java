// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Channels, which the protocol calls newsletters. Each call waits for the network, within a limit of the provider's
/// own.
public interface ProviderChannels {
    /// The channels the account follows or runs.
    Answer<List<Channel>> all();

    Answer<Channel> get(Jid channel);

    /// The channel that an invite code leads to.
    Answer<Channel> byInvite(String code);

    Answer<Channel> create(String name, Optional<String> description, Optional<Bytes> picture);

    /// Changes what is present.
    Answer<Channel> update(Jid channel, Optional<String> name, Optional<String> description, Optional<Bytes> picture);

    Answer<Boolean> delete(Jid channel);

    Answer<Boolean> follow(Jid channel, boolean on);

    Answer<Boolean> mute(Jid channel, boolean on);

    /// Posts before a number, newest first; 0 = the newest.
    Answer<List<Post>> posts(Jid channel, long before, int count);

    /// Reacts to a post; an empty emoji removes the reaction.
    Answer<Boolean> react(Jid channel, long post, String emoji);

    /// A channel.
    ///
    /// @param role what the account is in it: `subscriber`, `guest`, `admin`, `owner`
    record Channel(
            Jid jid,
            String name,
            Optional<String> description,
            Optional<String> inviteCode,
            long followers,
            Optional<String> role,
            boolean muted,
            boolean verified,
            Optional<Instant> createdAt) {
        @Override
        public String toString() {
            return "Channel[" + followers + "]";
        }
    }

    /// A post in a channel.
    ///
    /// @param number its number in the channel
    /// @param reactions how often each emoji was given
    record Post(
            long number,
            Optional<String> messageId,
            Instant at,
            String type,
            Optional<String> text,
            long views,
            Map<String, Long> reactions) {
        public Post {
            reactions = Map.copyOf(reactions);
        }

        @Override
        public String toString() {
            return "Post[" + number + "]";
        }
    }
}
