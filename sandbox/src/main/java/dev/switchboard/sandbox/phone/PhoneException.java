// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

/// A wish that a phone cannot fulfil; the message says why without naming a number.
public abstract sealed class PhoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    private PhoneException(String code, String message) {
        super(message);
        this.code = code;
    }

    /// A stable name for the kind of refusal.
    public String code() {
        return code;
    }

    /// A message is named that the phone does not have.
    public static final class UnknownMessage extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public UnknownMessage() {
            super("unknown-message", "the phone has no such message in this chat");
        }
    }

    /// A message is named that the phone did not write.
    public static final class ForeignMessage extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public ForeignMessage() {
            super("foreign-message", "only own messages can be edited or revoked");
        }
    }

    /// Nobody has the number written to, or there is no such group.
    public static final class UnknownRecipient extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public UnknownRecipient() {
            super("unknown-recipient", "no account has the number written to, and no group the address");
        }
    }

    /// The address names something a phone cannot write to here.
    public static final class UnsupportedChat extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public UnsupportedChat(String what) {
            super("unsupported-chat", "phones cannot write to " + what + " yet");
        }
    }

    /// None of the recipient's devices has keys to write to it with.
    public static final class Unreachable extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public Unreachable() {
            super("unreachable", "the network has no keys for any device of the recipient");
        }
    }

    /// The network did not take the message.
    public static final class Refused extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal with the network's error code.
        public Refused(int error) {
            super("refused", "the network refused the message with error " + error);
        }
    }

    /// The phone is turned off.
    public static final class Off extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public Off() {
            super("phone-off", "the phone is turned off");
        }
    }

    /// The network did not take a change of app state.
    public static final class AppStateRefused extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal for a collection.
        public AppStateRefused(String collection) {
            super("app-state-refused", "the network refused a change of " + collection);
        }
    }

    /// No client waits for a code to be typed on this phone.
    public static final class NoCodeAwaited extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public NoCodeAwaited() {
            super("no-code-awaited", "no client waits for its code to be typed on this phone");
        }
    }

    /// The code was typed too often or too late.
    public static final class CodeExpired extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public CodeExpired() {
            super("code-expired", "the code has expired or was tried too often");
        }
    }

    /// The code is not the one the client shows.
    public static final class WrongCode extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public WrongCode() {
            super("wrong-code", "the client shows another code");
        }
    }

    /// The client did not go on after the code was typed.
    public static final class CodeUnanswered extends PhoneException {
        private static final long serialVersionUID = 1L;

        /// The refusal.
        public CodeUnanswered() {
            super("code-unanswered", "the client did not answer after the code was typed");
        }
    }
}
