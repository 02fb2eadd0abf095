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
    /// A session's health changed: Healthy, Warning or Critical.
    SESSION_HEALTH("session.health"),
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
    /// The history is loading, cannot be loaded, or is complete.
    HISTORY_PROGRESS("history.progress"),
    /// The account archived, muted, pinned, emptied or renamed a chat, or the like.
    CHAT_UPDATED("chat.updated"),
    /// A chat was assigned to a user, handed to a person, or given back.
    CHAT_ASSIGNED("chat.assigned"),
    /// The account deleted a message for itself.
    MESSAGE_HIDDEN("message.hidden"),
    LABEL_UPDATED("label.updated"),
    /// A chat or message got a label, or lost it.
    LABEL_LINKED("label.linked"),
    /// A person's keys changed, as after getting a new phone.
    CONTACT_IDENTITY("contact.identity"),
    /// A person's names, picture, about text or blocking changed.
    CONTACT_UPDATED("contact.updated"),
    /// A number and a hidden id were found to be one person; what was kept under both is joined.
    CONTACT_MERGED("contact.merged"),
    CONTACT_DEVICES("contact.devices"),
    /// Somebody wants no more campaigns.
    CONTACT_OPTED_OUT("contact.opted_out"),
    /// Somebody wants campaigns again.
    CONTACT_OPTED_IN("contact.opted_in"),
    /// A campaign is at another stage.
    CAMPAIGN_STATE("campaign.state"),
    /// A campaign's messages have come further.
    CAMPAIGN_PROGRESS("campaign.progress"),
    /// A person came or went.
    PRESENCE_UPDATED("presence.updated"),
    /// Somebody types, records, or stopped.
    PRESENCE_ACTIVITY("presence.activity"),
    /// Something happened to a group or community.
    GROUP_UPDATED("group.updated"),
    /// Something happened at a channel.
    CHANNEL_UPDATED("channel.updated"),
    /// Somebody calls.
    CALL_OFFERED("call.offered"),
    /// A call was accepted elsewhere, rejected, or is over.
    CALL_ENDED("call.ended"),
    /// The account's own picture, about text or privacy settings changed.
    ACCOUNT_UPDATED("account.updated"),
    /// The account's passkey has to sign a challenge before the device is linked.
    SESSION_PASSKEY("session.passkey", true),
    /// The network holds the account back from new chats, or does so no longer.
    SESSION_RESTRICTED("session.restricted"),
    /// Messages wait for something, or no longer.
    QUEUE_UPDATED("queue.updated"),
    /// A backup was made by itself; only the first tenant is told.
    BACKUP_MADE("backup.made"),
    /// A backup that was due could not be made.
    BACKUP_FAILED("backup.failed");

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

    /// Whether the data hold what somebody said, so that they are kept sealed, and not for long, where contents are not
    /// to be kept.
    public boolean says() {
        return switch (this) {
            case MESSAGE_RECEIVED,
                    MESSAGE_SENT,
                    MESSAGE_EDITED,
                    MESSAGE_REACTION,
                    MESSAGE_UNREADABLE,
                    POLL_VOTE,
                    EVENT_RESPONSE -> true;
            default -> false;
        };
    }

    public static Optional<EventName> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
