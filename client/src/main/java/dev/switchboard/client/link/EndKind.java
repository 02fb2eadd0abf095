// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

/// Every way a connection can end or fail to be made: one table of stable code, recovery, and advice for a person.
public enum EndKind {
    /// The owner stopped the companion.
    STOPPED_BY_OWNER("stopped", Recovery.STOP, "Start the session to connect again."),
    /// The owner unlinked the device.
    LOGGED_OUT_BY_OWNER("logged-out-here", Recovery.RELINK, "Link the account again to use it."),
    /// The endpoint could not be reached, or the socket broke.
    NETWORK_LOST("network-lost", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// The endpoint answered the upgrade with an HTTP status of a passing kind (408, 500 to 504).
    UPGRADE_FAILED("upgrade-failed", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// The endpoint answered the upgrade with another HTTP status.
    UPGRADE_REFUSED(
            "upgrade-refused",
            Recovery.FAIL,
            "Check the endpoint and the proxy: the server refuses WebSocket connections."),
    /// TLS or Noise trust failed: somebody else answers under the server's name.
    UNTRUSTED_SERVER(
            "untrusted-server",
            Recovery.FAIL,
            "Check the trust root, the CA certificate and the proxy: the server could not prove who it is."),
    /// The Noise handshake broke off for another reason than trust.
    HANDSHAKE_BROKEN("handshake-broken", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Nothing came in although something had been sent: the socket is dead.
    DEAD_SOCKET("dead-socket", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Questions are answered, but nothing is delivered any more.
    DEAF("deaf", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// The server did not finish the handshake or the login in time.
    LOGIN_TIMED_OUT("login-timed-out", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Undecodable bytes where a frame or a node was expected, or the server said that of ours.
    BROKEN_STREAM("broken-stream", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// The server closed the stream in good order, without a reason.
    STREAM_CLOSED("stream-closed", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Stream error 515: always after linking, sometimes later.
    RESTART_REQUIRED("restart-required", Recovery.RECONNECT_NOW, "The connection is made anew at once."),
    /// The server has trouble of its own (failure or stream error 500, 503).
    SERVER_TROUBLE("server-trouble", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Stream error 429.
    RATE_LIMITED(
            "rate-limited",
            Recovery.BACK_OFF_FAR,
            "The server asks for restraint; the connection is retried later by itself."),
    /// The server misses an acknowledgement.
    OWED_ACK("owed-ack", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// The same device connected elsewhere.
    REPLACED(
            "replaced",
            Recovery.STOP,
            "The same device is connected from another place; stop it there, then start the session."),
    /// The phone unlinked this device.
    DEVICE_REMOVED("device-removed", Recovery.RELINK, "The device was unlinked on the phone; link it again."),
    /// The server no longer knows the login (failure 401, stream error 516).
    LOGGED_OUT("logged-out", Recovery.RELINK, "The server refuses this device; link it again."),
    /// Failure 403: the account is locked and this link with it.
    ACCOUNT_LOCKED(
            "account-locked",
            Recovery.RELINK,
            "Open WhatsApp on the phone, follow what it says about the account, then link again."),
    /// Failure 406: the account is banned.
    ACCOUNT_BANNED("account-banned", Recovery.RELINK, "The account is banned; appeal on the phone, then link again."),
    /// Failure 402. The number is the server's reason: 101 too many non-contacts, 102 blocked by users, 103 too many
    /// groups, 104 the same message to many, 106 broadcast lists.
    TEMPORARILY_BANNED(
            "temporarily-banned",
            Recovery.WAIT,
            "The account may not be used for a while; write less, and only to people who expect it."),
    /// Failure 405: the claimed client version is too old.
    CLIENT_OUTDATED(
            "client-outdated",
            Recovery.FAIL,
            "The claimed client version is too old: refresh or set it, then start the session."),
    /// Another refusal this client cannot cure (409, 415, 418, 501 and unknown ones); see the number.
    REFUSED("refused", Recovery.FAIL, "The server refuses this client for a reason it cannot cure; see the number."),
    /// The phone is not set up for linked devices.
    PHONE_NOT_MULTI_DEVICE(
            "phone-not-multi-device", Recovery.FAIL, "Update WhatsApp on the phone, then start the session."),
    /// A stream error this client does not know.
    UNKNOWN_STREAM_ERROR("unknown-stream-error", Recovery.BACK_OFF, Advice.BY_ITSELF),
    /// Nobody scanned a QR code in time.
    SCAN_TIMED_OUT(
            "scan-timed-out", Recovery.STOP, "Start the session to get new QR codes, or link it by a pairing code."),
    /// Nobody typed the link code in time, or the phone broke off.
    PAIRING_TIMED_OUT("pairing-timed-out", Recovery.STOP, "Start the session and link again."),
    /// The store could not read or write: without it nothing may be sent or acknowledged.
    STORE_UNAVAILABLE(
            "store-unavailable",
            Recovery.BACK_OFF,
            "Check the database and its disk; the connection is retried by itself.");

    private final String code;
    private final Recovery recovery;
    private final String advice;

    EndKind(String code, Recovery recovery, String advice) {
        this.code = code;
        this.recovery = recovery;
        this.advice = advice;
    }

    /// Stable, for events and logs.
    public String code() {
        return code;
    }

    /// What the link machine does next.
    public Recovery recovery() {
        return recovery;
    }

    /// What to do, in a sentence.
    public String advice() {
        return advice;
    }

    /// Shared wording.
    private static final class Advice {
        static final String BY_ITSELF = "The connection is retried by itself.";

        private Advice() {}
    }
}
