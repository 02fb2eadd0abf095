// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.DecryptFailed;

/// The `error` of a retry receipt: why a message did not open. The constant's ordinal is its number on the wire.
public enum RetryReason {
    /// Not known.
    UNKNOWN,
    /// No session, or no sender key, with the sender.
    NO_SESSION,
    /// A key that cannot be one.
    INVALID_KEY,
    /// A pre-key of ours that does not exist.
    INVALID_KEY_ID,
    /// The bytes are no message.
    INVALID_MESSAGE,
    /// A bad signature.
    INVALID_SIGNATURE,
    /// A message too far ahead of its chain.
    FUTURE_MESSAGE,
    /// A bad MAC.
    BAD_MAC,
    /// A damaged session.
    INVALID_SESSION,
    /// A bad message key.
    INVALID_MESSAGE_KEY,
    /// A broadcast to a list with disappearing messages.
    BROADCAST_EPHEMERAL,
    /// A companion that is not known and sent no pre-key message.
    UNKNOWN_COMPANION,
    /// A companion whose identity is not signed by its account.
    ADV_FAILURE,
    /// A revoked status that came late.
    STATUS_REVOKE_DELAY;

    private static final RetryReason[] VALUES = values();

    /// The number on the wire.
    public int code() {
        return ordinal();
    }

    /// The reason of a number; [#UNKNOWN] if it is none.
    public static RetryReason of(int code) {
        return code >= 0 && code < VALUES.length ? VALUES[code] : UNKNOWN;
    }

    /// What to tell the sender about a failure.
    public static RetryReason of(DecryptFailed.Reason reason) {
        return switch (reason) {
            case DecryptFailed.Reason.NoSession _, DecryptFailed.Reason.NoSenderKey _ -> NO_SESSION;
            case DecryptFailed.Reason.BadMac _ -> BAD_MAC;
            case DecryptFailed.Reason.UnknownPreKey _, DecryptFailed.Reason.UnknownSignedPreKey _ -> INVALID_KEY_ID;
            case DecryptFailed.Reason.DuplicateMessage _ -> UNKNOWN;
            case DecryptFailed.Reason.TooFarAhead _ -> FUTURE_MESSAGE;
            case DecryptFailed.Reason.UntrustedIdentity _ -> INVALID_KEY;
            case DecryptFailed.Reason.UnsupportedVersion _, DecryptFailed.Reason.Malformed _ -> INVALID_MESSAGE;
        };
    }
}
