// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A post of a newsletter.
///
/// @param serverId its number within the newsletter, by which reactions and views name it
/// @param id the id its author gave it, where told
/// @param mine whether this account wrote it
/// @param kind what it is
/// @param text its text or caption
/// @param content the protobuf `Message`; empty if it was deleted
/// @param reactions how often each emoji was given, where told
/// @param views how many people have seen it, where told
/// @param offline whether it waited on the server
public record NewsletterPost(
        Jid newsletter,
        long serverId,
        Optional<String> id,
        Optional<Instant> at,
        boolean mine,
        MessageKind kind,
        Optional<String> text,
        Bytes content,
        Map<String, Long> reactions,
        OptionalLong views,
        boolean offline) {

    public NewsletterPost {
        reactions = Map.copyOf(reactions);
    }

    @Override
    public String toString() {
        return "NewsletterPost[" + serverId + " " + kind + "]";
    }
}
