// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What goes with a message beside what it says. A kind that has no place for it leaves it out.
///
/// @param quote the message it answers
/// @param mentions the people it names; their numbers also stand in the text, after an "@"
/// @param mentionsAll whether it names everyone in the group
/// @param forwardingScore how often it has been forwarded; 0 if it is not forwarded, 5 and more shows "many times"
/// @param timer how long it lasts, in a chat with timer
/// @param album the head of the album it is a part of
public record OutgoingContext(
        Optional<Quote> quote,
        List<Jid> mentions,
        boolean mentionsAll,
        int forwardingScore,
        Optional<Duration> timer,
        Optional<MessageRef> album) {

    /// Nothing.
    public static final OutgoingContext NONE =
            new OutgoingContext(Optional.empty(), List.of(), false, 0, Optional.empty(), Optional.empty());

    public OutgoingContext {
        mentions = List.copyOf(mentions);
    }

    public OutgoingContext withQuote(Quote answered) {
        return new OutgoingContext(Optional.of(answered), mentions, mentionsAll, forwardingScore, timer, album);
    }

    public OutgoingContext withMentions(List<Jid> named) {
        return new OutgoingContext(quote, named, mentionsAll, forwardingScore, timer, album);
    }

    public OutgoingContext mentioningAll() {
        return new OutgoingContext(quote, mentions, true, forwardingScore, timer, album);
    }

    public OutgoingContext withForwardingScore(int score) {
        return new OutgoingContext(quote, mentions, mentionsAll, score, timer, album);
    }

    public OutgoingContext withTimer(Duration lasting) {
        return new OutgoingContext(quote, mentions, mentionsAll, forwardingScore, Optional.of(lasting), album);
    }

    public OutgoingContext inAlbum(MessageRef head) {
        return new OutgoingContext(quote, mentions, mentionsAll, forwardingScore, timer, Optional.of(head));
    }
}
