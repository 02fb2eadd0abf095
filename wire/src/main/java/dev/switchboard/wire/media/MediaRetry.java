// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import dev.switchboard.wire.crypto.AesGcm;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.proto.ServerErrorReceipt;
import dev.switchboard.wire.stanza.MediaRetryStanza.Sealed;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Seals and opens the request to the own phone to upload a file again, and its answer. Both are bound to the id of
/// the message.
public final class MediaRetry {

    private static final byte[] LABEL = "WhatsApp Media Retry Notification".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;

    private MediaRetry() {}

    /// A request for the file of a message.
    public static Sealed sealRequest(MediaKey key, String messageId, RandomGenerator random) {
        ServerErrorReceipt receipt =
                ServerErrorReceipt.newBuilder().setStanzaId(messageId).build();
        return seal(key, messageId, receipt.toByteArray(), random);
    }

    /// Reads a request.
    ///
    /// @throws MediaFailed if it is not for this message and key
    public static ServerErrorReceipt openRequest(MediaKey key, String messageId, Sealed sealed) {
        try {
            return ServerErrorReceipt.parseFrom(open(key, messageId, sealed));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("ServerErrorReceipt", e);
        }
    }

    /// The answer to a request.
    public static Sealed sealAnswer(
            MediaKey key, String messageId, MediaRetryNotification answer, RandomGenerator random) {
        return seal(key, messageId, answer.toByteArray(), random);
    }

    /// Reads an answer.
    ///
    /// @throws MediaFailed if it is not for this message and key
    public static MediaRetryNotification openAnswer(MediaKey key, String messageId, Sealed sealed) {
        try {
            return MediaRetryNotification.parseFrom(open(key, messageId, sealed));
        } catch (InvalidProtocolBufferException e) {
            throw malformed("MediaRetryNotification", e);
        }
    }

    private static Sealed seal(MediaKey key, String messageId, byte[] plaintext, RandomGenerator random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        return new Sealed(Bytes.copyOf(AesGcm.seal(derive(key), iv, utf8(messageId), plaintext)), Bytes.copyOf(iv));
    }

    private static byte[] open(MediaKey key, String messageId, Sealed sealed) {
        if (sealed.iv().size() != IV_BYTES) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "nonce bytes: " + sealed.iv().size() + " (expected: 12)");
        }
        return AesGcm.open(
                        derive(key),
                        sealed.iv().toByteArray(),
                        utf8(messageId),
                        sealed.payload().toByteArray())
                .orElseThrow(() -> new MediaFailed(
                        MediaFailed.Reason.BAD_MAC, "media retry: tag does not match (expected: one of this message)"));
    }

    private static byte[] derive(MediaKey key) {
        return Hkdf.derive(key.bytes().toByteArray(), LABEL, KEY_BYTES);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MediaFailed malformed(String expected, InvalidProtocolBufferException cause) {
        return new MediaFailed(
                MediaFailed.Reason.MALFORMED, "media retry: no protobuf (expected: " + expected + ")", cause);
    }
}
