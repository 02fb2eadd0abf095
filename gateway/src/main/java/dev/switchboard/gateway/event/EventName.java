// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import java.util.Arrays;
import java.util.Optional;

/// The names of all events.
public enum EventName {
    SESSION_CREATED("session.created"),
    SESSION_STATE("session.state"),
    SESSION_QR("session.qr", true),
    SESSION_PAIRING_CODE("session.pairing_code", true),
    SESSION_LINKED("session.linked"),
    SESSION_DELETED("session.deleted"),
    /// Somebody else's message came in.
    MESSAGE_RECEIVED("message.received"),
    /// The account's owner wrote a message on another of their devices.
    MESSAGE_SENT("message.sent"),
    /// A message cannot be read (yet).
    MESSAGE_UNREADABLE("message.unreadable"),
    /// An own message has come further.
    MESSAGE_STATUS("message.status"),
    MESSAGE_EDITED("message.edited"),
    MESSAGE_REVOKED("message.revoked"),
    MESSAGE_REACTION("message.reaction"),
    /// A message was pinned in its chat, or unpinned.
    MESSAGE_PINNED("message.pinned"),
    /// A disappearing message is kept, or not any more.
    MESSAGE_KEPT("message.kept"),
    /// The account starred a message, or took the star back.
    MESSAGE_STARRED("message.starred"),
    /// Somebody voted in a poll; the tally comes along.
    POLL_VOTE("poll.vote"),
    /// Somebody answered an event.
    EVENT_RESPONSE("event.response"),
    /// Messages of others were read on another device of the account.
    CHAT_READ("chat.read"),
    /// A piece of the history was taken in.
    HISTORY_RECEIVED("history.received"),
    CONTACT_IDENTITY("contact.identity");

    private final String text;
    private final boolean secret;

    EventName(String text) {
        this(text, false);
    }

    EventName(String text, boolean secret) {
        this.text = text;
        this.secret = secret;
    }

    /// As it appears outside.
    public String text() {
        return text;
    }

    /// Whether the data could be used to take over a session, so that it is kept sealed.
    public boolean secret() {
        return secret;
    }

    public static Optional<EventName> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
