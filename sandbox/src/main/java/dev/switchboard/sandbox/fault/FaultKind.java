// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be made to go wrong, each with the name it has in the admin interface and the parameters it takes.
///
/// The target of a fault (account, device, chat) is the sender for what happens to a request or its answer, and the
/// receiving device for what happens to a delivered copy.
public enum FaultKind {
    /// The connection is closed when the client's first handshake frame arrives.
    HANDSHAKE_REFUSE("handshake-refuse"),
    /// The client's first handshake frame is never answered.
    HANDSHAKE_STALL("handshake-stall"),
    /// The TCP connection is reset when the client's first handshake frame arrives.
    HANDSHAKE_RESET("handshake-reset"),
    /// The Noise certificate chain is signed by a root that nobody was told of.
    CERTIFICATE_WRONG("certificate-wrong"),
    /// The Noise certificate chain is for another key than the server's.
    CERTIFICATE_MISMATCHED("certificate-mismatched"),
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
    /// The clock of the server, as its stanzas show it to a device from its login on, is wrong.
    CLOCK_SKEW(
            "clock-skew",
            FaultParam.required(
                    "seconds",
                    "how far ahead, negative for behind",
                    -FaultParam.SECONDS_OF_A_DECADE,
                    FaultParam.SECONDS_OF_A_DECADE)),
    /// A queued stanza reaches a device twice.
    DELIVERY_DUPLICATE("delivery-duplicate", FaultParam.STANZA),
    /// A queued stanza reaches a device after the one that follows it.
    DELIVERY_REORDER("delivery-reorder", FaultParam.STANZA),
    /// A queued stanza, and what follows it, reaches a device late.
    DELIVERY_DELAY(
            "delivery-delay",
            FaultParam.STANZA,
            FaultParam.optional("millis", "how late, 1000 if absent", 1, FaultParam.MILLIS_OF_AN_HOUR)),
    /// The preview of the stored stanzas counts wrong.
    OFFLINE_PREVIEW_WRONG(
            "offline-preview-wrong", FaultParam.optional("by", "how many too many, 7 if absent", -1000, 1000)),
    /// The mark behind the stored stanzas never comes.
    OFFLINE_MARK_MISSING("offline-mark-missing"),
    /// A device that comes back finds many stanzas that say nothing.
    OFFLINE_FLOOD("offline-flood", FaultParam.required("stanzas", "how many", 1, 100_000)),
    /// Requests come too fast for the server.
    RATE_LIMIT(
            "rate-limit",
            FaultParam.word("of", "usync, group or message; all three if absent"),
            FaultParam.optional("backoff", "seconds to wait, as the error says", 0, FaultParam.SECONDS_OF_A_DECADE)),
    /// The account may write to nobody it has not written with.
    REACH_OUT_LOCK(
            "reach-out-lock",
            FaultParam.optional(
                    "expire", "how long, as the account is told, 3600 if absent", 1, FaultParam.SECONDS_OF_A_DECADE)),
    /// The account is banned for a while once it has written to so many it had not written with.
    CONTACT_BAN(
            "contact-ban",
            FaultParam.required("contacts", "how many first contacts are let pass", 0, 100_000),
            FaultParam.optional("expire", "seconds the ban lasts, 3600 if absent", 1, FaultParam.SECONDS_OF_A_DECADE)),
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
    /// A device's key bundle comes with the identity of somebody else, who signed it rightly.
    BUNDLE_OTHER_IDENTITY("bundle-other-identity"),
    /// The phone of somebody who is written to is registered anew, behind the message.
    IDENTITY_CHANGE("identity-change"),
    /// The list of an account's devices lacks the newest, or names one that does not exist.
    DEVICE_LIST_WRONG("device-list-wrong", FaultParam.word("how", "missing (default) or extra")),
    /// The digest of a device's keys is that of other keys.
    DIGEST_MISMATCH("digest-mismatch"),
    /// The server says that a device never uploaded keys.
    DIGEST_MISSING("digest-missing"),
    /// A collection of app state is refused.
    APP_STATE_ERROR("app-state-error", FaultParam.required("code", "400, 404 or 409", 400, 599), FaultParam.COLLECTION),
    /// A patch is served with a key id that nobody has.
    APP_STATE_MISSING_KEY("app-state-missing-key", FaultParam.COLLECTION),
    /// A patch is served with a wrong MAC.
    APP_STATE_BAD_MAC("app-state-bad-mac", FaultParam.COLLECTION),
    /// A patch in the middle, or the only one, is not served.
    APP_STATE_GAP("app-state-gap", FaultParam.COLLECTION),
    /// A snapshot is served though patches would do.
    APP_STATE_SNAPSHOT("app-state-snapshot", FaultParam.COLLECTION),
    /// The file of a snapshot or of a large patch is gone from the media store.
    APP_STATE_BLOB_MISSING("app-state-blob-missing", FaultParam.COLLECTION),
    /// A transfer is refused by the media store.
    MEDIA_ERROR(
            "media-error", FaultParam.required("code", "401, 403, 404, 410 or 500", 400, 599), FaultParam.DIRECTION),
    /// A transfer takes its time.
    MEDIA_SLOW(
            "media-slow",
            FaultParam.optional("millis", "how long, 1000 if absent", 1, FaultParam.MILLIS_OF_AN_HOUR),
            FaultParam.DIRECTION),
    /// A download ends before its end.
    MEDIA_TRUNCATED("media-truncated"),
    /// A download brings other bytes.
    MEDIA_WRONG_BYTES("media-wrong-bytes"),
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
            FaultParam.word("child", "companion_reg_refresh (default) or pair-device-rotate-qr")),
    /// A client that links by code is asked for another code.
    LINK_CODE_REFRESH("link-code-refresh", FaultParam.word("force", "true if the user must ask for it")),
    /// A linking client is asked to prove itself with a passkey.
    PASSKEY_LINKING("passkey-linking", FaultParam.word("when", "scan (default) or registration"));

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
