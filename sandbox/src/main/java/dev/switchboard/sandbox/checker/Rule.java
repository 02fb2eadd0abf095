// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.checker;

import java.util.Locale;

/// A rule of the protocol that a client can break.
public enum Rule {
    /// A message, receipt or query has no id, or one that cannot be an id.
    MALFORMED_ID,
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
    /// The server found the stanza wrong in a way of its own.
    REFUSED_BY_SERVER;

    /// The name in the stanza log.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
