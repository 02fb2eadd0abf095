// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.client.message.MessageRef;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came with a message beside what it says.
///
/// @param quoted the message it answers
/// @param mentions the people it names
/// @param mentionsAll whether it names everyone in the group
/// @param forwardingScore how often it was forwarded; 0 if it was not
/// @param timer how long it lasts, in a chat with timer
/// @param viewOnce whether it vanishes after one look
/// @param album the head of the album it is a part of
/// @param advertisement the advertisement that the talk began with
public record IncomingContext(
        Optional<Quoted> quoted,
        List<Party> mentions,
        boolean mentionsAll,
        int forwardingScore,
        Optional<Duration> timer,
        boolean viewOnce,
        Optional<MessageRef> album,
        Optional<Advertisement> advertisement) {

    /// Nothing.
    public static final IncomingContext NONE = new IncomingContext(
            Optional.empty(), List.of(), false, 0, Optional.empty(), false, Optional.empty(), Optional.empty());

    public IncomingContext {
        mentions = List.copyOf(mentions);
    }

    /// A message as an answer shows it above itself.
    ///
    /// @param message which message
    /// @param text its text or caption, if it has one
    /// @param content its protobuf `Message`, as the sender of the answer tells it; may be empty
    public record Quoted(MessageRef message, Optional<String> text, Bytes content) {
        @Override
        public String toString() {
            return "Quoted[" + message.id() + "]";
        }
    }

    /// Where somebody came from who presses an advertisement.
    public record Advertisement(
            Optional<String> title, Optional<String> body, Optional<String> sourceUrl, Optional<String> sourceId) {
        @Override
        public String toString() {
            return "Advertisement[redacted]";
        }
    }
}
