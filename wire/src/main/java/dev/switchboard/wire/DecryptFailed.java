// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A Signal message could not be opened. State passed to the failing call is unchanged.
public final class DecryptFailed extends WireException {

    private static final long serialVersionUID = 1L;

    /// Why a message does not open; callers switch over it.
    public sealed interface Reason extends Serializable {

        /// There is no session with the sender.
        record NoSession() implements Reason {}

        /// No sender key of this id is known for the group member.
        record NoSenderKey(int keyId) implements Reason {}

        /// The MAC or signature does not match in any session state.
        record BadMac() implements Reason {}

        /// The one-time pre-key named by the message is gone or was never ours.
        record UnknownPreKey(int id) implements Reason {}

        /// The signed pre-key named by the message is gone or was never ours.
        record UnknownSignedPreKey(int id) implements Reason {}

        /// The message was opened before.
        record DuplicateMessage(int counter) implements Reason {}

        /// The message lies further ahead in its chain than keys are derived for.
        record TooFarAhead(int steps) implements Reason {}

        /// The sender's identity key is not the one that was trusted.
        record UntrustedIdentity() implements Reason {}

        /// A protocol version this code does not speak.
        record UnsupportedVersion(int version) implements Reason {}

        /// The bytes are no Signal message.
        record Malformed() implements Reason {}
    }

    private final Reason reason;

    /// A failure described without quoting the input.
    public DecryptFailed(Reason reason, String message) {
        this(reason, message, null);
    }

    /// A failure caused by another.
    public DecryptFailed(Reason reason, String message, @Nullable Throwable cause) {
        super(codeOf(reason), recoveryOf(reason), message, cause);
        this.reason = reason;
    }

    /// Why the message does not open.
    public Reason reason() {
        return reason;
    }

    private static String codeOf(Reason reason) {
        return switch (reason) {
            case Reason.NoSession _ -> "decrypt-no-session";
            case Reason.NoSenderKey _ -> "decrypt-no-sender-key";
            case Reason.BadMac _ -> "decrypt-bad-mac";
            case Reason.UnknownPreKey _ -> "decrypt-unknown-pre-key";
            case Reason.UnknownSignedPreKey _ -> "decrypt-unknown-signed-pre-key";
            case Reason.DuplicateMessage _ -> "decrypt-duplicate-message";
            case Reason.TooFarAhead _ -> "decrypt-too-far-ahead";
            case Reason.UntrustedIdentity _ -> "decrypt-untrusted-identity";
            case Reason.UnsupportedVersion _ -> "decrypt-unsupported-version";
            case Reason.Malformed _ -> "decrypt-malformed";
        };
    }

    private static Recovery recoveryOf(Reason reason) {
        return reason instanceof Reason.DuplicateMessage ? Recovery.NONE : Recovery.RETRY;
    }
}
