// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// A client could not be linked.
public final class LinkRefused extends SandboxException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// A refusal for this reason.
    public LinkRefused(Reason reason) {
        super(reason.code, reason.text);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }

    /// Why a client could not be linked.
    public enum Reason {
        /// Nobody shows this ref.
        UNKNOWN_REF("unknown-ref", "no client shows this code"),
        /// The ref has been scanned.
        USED_REF("used-ref", "this code has been used"),
        /// The ref's time is over.
        EXPIRED_REF("expired-ref", "this code has expired"),
        /// The keys read are not the keys of the client.
        WRONG_KEYS("wrong-keys", "the keys in this code are not those of the client that shows it"),
        /// The client was told to renew its secret: its code has changed and can be scanned again.
        SECRET_RENEWED("secret-renewed", "the client was told to renew its secret: scan its new code"),
        /// The client must prove itself with a passkey first.
        PASSKEY_WANTED("passkey-wanted", "the client must prove itself with a passkey first"),
        /// The client answered with an error.
        REFUSED("refused-by-client", "the client refused the link"),
        /// The client's device signature does not verify.
        BAD_SIGNATURE("bad-signature", "the client's device signature is wrong"),
        /// The client's connection ended.
        DISCONNECTED("client-gone", "the client has disconnected"),
        /// The client did not answer.
        TIMED_OUT("timed-out", "the client did not answer"),
        /// The account has used all device numbers.
        NO_DEVICE_LEFT("no-device-left", "the account has no device number left");

        private final String code;
        private final String text;

        Reason(String code, String text) {
            this.code = code;
            this.text = text;
        }
    }
}
