// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be made to go wrong, each with the name it has in the admin interface and the parameters it takes.
///
/// The target of a fault (account, device, chat) is the sender for what happens to a request or its answer, and the
/// receiving device
/// for what happens to a delivered copy.
public enum FaultKind {
    /// The connection is closed when the client's first handshake frame arrives.
    HANDSHAKE_REFUSE("handshake-refuse"),
    /// The client's first handshake frame is never answered.
    HANDSHAKE_STALL("handshake-stall"),
    /// The TCP connection is reset when the client's first handshake frame arrives.
    HANDSHAKE_RESET("handshake-reset"),
    /// The Noise certificate chain is signed by a root that nobody was told of.
    CERTIFICATE_WRONG("certificate-wrong"),
    /// The Noise certificate chain is out of date.
    CERTIFICATE_EXPIRED("certificate-expired"),
    /// A resumption (IK) is answered as if the server's key had changed, so the client must fall back.
    HANDSHAKE_FALLBACK("handshake-fallback"),
    /// A login is refused with a failure code.
    LOGIN_FAILURE(
            "login-failure",
            FaultParam.required("code", "401, 402, 403, 405, 406, 500 or 503", 400, 599),
            FaultParam.optional("expire", "seconds a 402 lasts", 0, Integer.MAX_VALUE)),
    /// A login gets neither success nor failure.
    LOGIN_STALL("login-stall"),
    /// The stream ends with an error when the device sends a stanza.
    STREAM_ERROR(
            "stream-error",
            FaultParam.optional("code", "401, 429, 500, 503, 515 or 516", 400, 599),
            FaultParam.word("conflict", "replaced or device_removed")),
    /// The connection is closed without a word when the device sends a stanza.
    STREAM_DROP("stream-drop"),
    /// The connection stays open but nothing is answered any more from the device's next stanza on.
    STREAM_STALL("stream-stall"),
    /// A message is refused in its acknowledgement and delivered to nobody.
    MESSAGE_ERROR(
            "message-error",
            FaultParam.required("code", "400, 403, 404, 421, 429, 463, 475, 479, 500 or 503", 400, 599)),
    /// A message is delivered but not acknowledged.
    MESSAGE_NO_ACK("message-no-ack"),
    /// A message is acknowledged as if the sender's device list were stale.
    MESSAGE_PHASH("message-phash"),
    /// One device's copy of a message arrives with damaged ciphertext.
    MESSAGE_CORRUPT("message-corrupt"),
    /// One device's copy of a message is delivered twice.
    MESSAGE_TWICE("message-twice"),
    /// One device's copy of a message is lost.
    MESSAGE_LOSE("message-lose"),
    /// A device's key bundle is answered as not found.
    BUNDLE_MISSING("bundle-missing"),
    /// A device's key bundle comes without a one-time key.
    BUNDLE_NO_ONE_TIME_KEY("bundle-no-one-time-key"),
    /// A device's key bundle comes with a signature that does not verify.
    BUNDLE_BAD_SIGNATURE("bundle-bad-signature"),
    /// A query is answered with an error.
    IQ_ERROR(
            "iq-error",
            FaultParam.required("code", "the error code", 400, 599),
            FaultParam.word("xmlns", "the namespace, all if absent"),
            FaultParam.word("text", "the error text")),
    /// A query is never answered.
    IQ_TIMEOUT("iq-timeout", FaultParam.word("xmlns", "the namespace, all if absent")),
    /// A linking client is told to renew its secret when its QR code is scanned.
    COMPANION_REG_REFRESH(
            "companion-reg-refresh",
            FaultParam.word("child", "companion_reg_refresh (default) or pair-device-rotate-qr"));

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // The list is an immutable one.
    private final List<FaultParam> params;

    FaultKind(String key, FaultParam... params) {
        this.key = key;
        this.params = List.of(params);
    }

    /// The kind with this name in the admin interface.
    public static Optional<FaultKind> named(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /// The name in the admin interface.
    public String key() {
        return key;
    }

    /// The parameters it takes besides `after`, which every kind takes.
    public List<FaultParam> params() {
        return params;
    }
}
