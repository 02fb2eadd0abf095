// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.DecryptFailed;

/// The `error` of a retry receipt: why a message did not open.
public enum RetryReason {
    /// Not known.
    UNKNOWN(0),
    /// No session, or no sender key, with the sender.
    NO_SESSION(1),
    /// A key that cannot be one.
    INVALID_KEY(2),
    /// A pre-key of ours that does not exist.
    INVALID_KEY_ID(3),
    /// The bytes are no message.
    INVALID_MESSAGE(4),
    /// A bad signature.
    INVALID_SIGNATURE(5),
    /// A message too far ahead of its chain.
    FUTURE_MESSAGE(6),
    /// A bad MAC.
    BAD_MAC(7),
    /// A damaged session.
    INVALID_SESSION(8),
    /// A bad message key.
    INVALID_MESSAGE_KEY(9),
    /// A broadcast to a list with disappearing messages.
    BROADCAST_EPHEMERAL(10),
    /// A companion that is not known and sent no pre-key message.
    UNKNOWN_COMPANION(11),
    /// A companion whose identity is not signed by its account.
    ADV_FAILURE(12),
    /// A revoked status that came late.
    STATUS_REVOKE_DELAY(13);

    private final int code;

    RetryReason(int code) {
        this.code = code;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }

    /// The reason of a number; [#UNKNOWN] if it is none.
    public static RetryReason of(int code) {
        for (RetryReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return UNKNOWN;
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
