// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import java.util.Locale;

/// A rule of the protocol that a client can break.
public enum Rule {
    /// A message, receipt or query has no id, or one that cannot be an id.
    MALFORMED_ID,
    /// A stanza is of a kind that clients do not send.
    UNKNOWN_STANZA,
    /// A query has no type or no namespace.
    MALFORMED_IQ,
    /// A query is answered that the server did not ask.
    ANSWER_TO_NOTHING,
    /// An acknowledgement does not say what it acknowledges.
    MALFORMED_ACK,
    /// Something is acknowledged that the account never got.
    ACK_FOR_UNKNOWN_ID,
    /// A presence is of a type that does not exist, or subscribes to nobody.
    MALFORMED_PRESENCE,
    /// A chat state goes to nobody, or says neither that somebody writes nor that nobody does.
    MALFORMED_CHATSTATE,
    /// A step of a call does not say which call it belongs to.
    MALFORMED_CALL,
    /// A message does not say what kind of content it has.
    MISSING_TYPE,
    /// A message edits in a way that does not exist.
    UNKNOWN_EDIT,
    /// A message has no content.
    EMPTY_MESSAGE,
    /// A message to a newsletter is encrypted, or one to people is not.
    WRONG_SECRECY,
    /// A message to a group or list carries a token that is meant for one person.
    TOKEN_OUT_OF_PLACE,
    /// A device identity is none, or has not been signed by both sides.
    MALFORMED_DEVICE_IDENTITY,
    /// A copy of a message to one person is addressed to a third.
    FOREIGN_PARTICIPANT,
    /// A copy for a person is addressed to the very device that sends it; in groups stock clients do that.
    COPY_TO_ITSELF,
    /// A peer message is addressed to another account.
    PEER_MESSAGE_TO_OTHERS,
    /// An address attribute is no address.
    MALFORMED_JID,
    /// A hidden user's number stands before the phone number server, or the reverse; production refuses it with 421 or
    /// 479.
    LID_USER_WITH_PN_SERVER,
    /// A copy is addressed to a device that was removed.
    STALE_DEVICE,
    /// Two copies of one message are addressed to one device.
    DUPLICATE_PARTICIPANT,
    /// A group message names some devices by number and some by hidden id; production refuses it with 421.
    MIXED_ADDRESSING,
    /// A first message of a session from a companion comes without its device identity.
    MISSING_DEVICE_IDENTITY,
    /// A group ciphertext comes before the session ciphertext that unlocks it, or without any having come.
    SKMSG_BEFORE_ENC,
    /// A ciphertext of an unknown type or version, or an empty one.
    MALFORMED_ENC,
    /// A message to oneself as peer carries a privacy token; production refuses it with 479.
    TOKEN_ON_PEER_MESSAGE,
    /// A message is confirmed that the account never had.
    RECEIPT_FOR_UNKNOWN_ID,
    /// A receipt is of a type that does not exist.
    UNKNOWN_RECEIPT_TYPE,
    /// A retry is asked for without the parts that tell whom and what.
    MALFORMED_RETRY,
    /// One-time keys are uploaded with an id that is 0 or repeated, or of the wrong length.
    MALFORMED_PRE_KEYS,
    /// The server could not make sense of the stanza, and answered 400.
    REFUSED_BY_SERVER;

    /// The name in the stanza log.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
