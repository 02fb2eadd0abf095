// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.util.OptionalInt;

/// Why a message was not sent, and what can be done.
///
/// @param kind which of the known reasons
/// @param number the server's error number, if it was the server that refused
public record SendFailure(Kind kind, OptionalInt number) {

    public static SendFailure of(Kind kind) {
        return new SendFailure(kind, OptionalInt.empty());
    }

    /// Reads the error number of a message's acknowledgement.
    public static SendFailure ofServer(int number) {
        Kind kind = switch (number) {
            case 400 -> Kind.MALFORMED;
            case 401, 403 -> Kind.NOT_ALLOWED;
            case 404 -> Kind.NOT_ON_WHATSAPP;
            case 421 -> Kind.STALE_ADDRESSING;
            case 479 -> Kind.INVALID_STANZA;
            case 429 -> Kind.RATE_LIMITED;
            case 463 -> Kind.NOT_TRUSTED_YET;
            case 475 -> Kind.TOO_MANY_NEW_CHATS;
            case 500, 503 -> Kind.SERVER_TROUBLE;
            default -> Kind.REFUSED;
        };
        return new SendFailure(kind, OptionalInt.of(number));
    }

    /// The table of reasons.
    public enum Kind {
        /// Nobody has this number or id.
        NOT_ON_WHATSAPP("not-on-whatsapp", false, "Check the recipient's number: it is not on WhatsApp."),
        /// The recipient has no hidden id, without which nothing can be encrypted for them.
        NO_LID("no-lid", false, "The network gave no hidden id for this number; check the number and try later."),
        /// None of the recipient's devices could be given a copy.
        NO_DEVICES("no-devices", true, "None of the recipient's devices has usable keys now; try again later."),
        /// Devices or keys could not be asked for.
        LOOKUP_FAILED("lookup-failed", true, "The recipient's devices or keys could not be looked up; try again."),
        /// There is no such group any more.
        GROUP_NOT_FOUND("group-not-found", false, "There is no such group, or it was deleted."),
        /// This account is not in the group.
        NOT_A_MEMBER("not-a-member", false, "This account is not a member of the group; join it first."),
        /// Nobody is known who could see a status.
        NO_AUDIENCE("no-audience", false, "Nobody is known who may see the status; name the people."),
        /// This kind of chat is not supported.
        UNSUPPORTED_CHAT(
                "unsupported-chat", false, "Messages can be sent to persons, groups, newsletters and the status list."),
        /// The content cannot be encoded.
        INVALID_CONTENT("invalid-content", false, "The content is not a message; correct it."),
        /// The message this one is about, or its secret, is not known on this device.
        UNKNOWN_TARGET(
                "unknown-target",
                false,
                "The message it is about is not known here; it must have come in or been sent over this session."),
        /// The server found the stanza malformed.
        MALFORMED("malformed", false, "The server refused the message as malformed."),
        /// The recipient does not accept messages from this account.
        NOT_ALLOWED("not-allowed", false, "This account may not write to the recipient."),
        /// The device list or addressing was out of date; it has been dropped.
        STALE_ADDRESSING("stale-addressing", true, "The recipient's devices changed meanwhile; send again."),
        /// The server checked the stanza against its schema and found a device that is gone, or something that does not
        /// belong there; the device list has been dropped.
        INVALID_STANZA("invalid-stanza", true, "The server does not accept the message in this form; send it again."),
        /// Too many requests.
        RATE_LIMITED("rate-limited", true, "The server asks for restraint; send again later."),
        /// No token of this contact entitles to write to them.
        NOT_TRUSTED_YET(
                "not-trusted-yet",
                false,
                "The recipient must write first, or the account is held back from new chats."),
        /// The cap of new chats is reached.
        TOO_MANY_NEW_CHATS("too-many-new-chats", false, "The account reached its limit of new chats; wait a day."),
        /// The server has trouble of its own.
        SERVER_TROUBLE("server-trouble", true, "The server has trouble; send again later."),
        /// The account was unlinked before the server had the message.
        UNLINKED("unlinked", false, "The account was unlinked before the message was sent; link it and send again."),
        /// A fault of this client.
        INTERNAL("internal", false, "The message could not be handled here; the log says why."),
        /// Refused with a number this client does not know.
        REFUSED("refused", false, "The server refused the message; see the number.");

        private final String code;
        private final boolean retryable;
        private final String advice;

        Kind(String code, boolean retryable, String advice) {
            this.code = code;
            this.retryable = retryable;
            this.advice = advice;
        }

        /// Stable, for events and logs.
        public String code() {
            return code;
        }

        /// Whether the same message, under a new hand-over, may succeed later.
        public boolean retryable() {
            return retryable;
        }

        /// What to do, in a sentence.
        public String advice() {
            return advice;
        }
    }
}
