// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.newsletter;

import java.util.List;
import java.util.Optional;

/// What happened at a newsletter.
public sealed interface NewsletterChange {

    /// A post came.
    record Posted(NewsletterPost post) implements NewsletterChange {}

    /// A post has another content.
    record Edited(NewsletterPost post) implements NewsletterChange {}

    /// A post was deleted.
    record Deleted(NewsletterPost post) implements NewsletterChange {}

    /// An own post has its number.
    ///
    /// @param id the id it was handed over with
    record Numbered(String id, long serverId) implements NewsletterChange {}

    /// People reacted to posts or saw them; told of newsletters whose live updates were asked for.
    record Counted(List<PostCounts> posts) implements NewsletterChange {
        public Counted {
            posts = List.copyOf(posts);
        }
    }

    /// This account follows it, or made it, on another of its devices.
    record Followed(Optional<Newsletter> newsletter) implements NewsletterChange {}

    /// This account follows it no longer.
    record Unfollowed() implements NewsletterChange {}

    /// This account muted it or not, on another of its devices.
    record Muted(boolean muted) implements NewsletterChange {}

    /// Something this version does not know.
    ///
    /// @param operation what the network calls it
    /// @param json what it says
    record Other(String operation, String json) implements NewsletterChange {
        @Override
        public String toString() {
            return "Other[" + operation + "]";
        }
    }
}
