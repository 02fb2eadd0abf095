// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import dev.switchboard.wire.Bytes;
import java.net.URLConnection;
import java.util.Optional;

/// What the first bytes of a file tell of it.
///
/// @param mimetype its type
/// @param width of a picture, 0 if unknown
/// @param height of a picture, 0 if unknown
/// @param animated whether it is a picture that moves
record FileType(String mimetype, int width, int height, boolean animated) {

    private static final Bytes PNG = Bytes.fromHex("89504e470d0a1a0a");
    private static final Bytes JPEG = Bytes.fromHex("ffd8ff");

    /// The type of a file.
    ///
    /// @param name its name, for what the bytes do not tell
    static Optional<FileType> of(Bytes head, Optional<String> name) {
        return picture(head)
                .or(() -> sound(head).map(FileType::of))
                .or(() -> name.map(URLConnection::guessContentTypeFromName).map(FileType::of));
    }

    private static FileType of(String mimetype) {
        return new FileType(mimetype, 0, 0, false);
    }

    private static Optional<FileType> picture(Bytes head) {
        if (head.startsWith(PNG) && head.size() >= 24) {
            return Optional.of(new FileType("image/png", big(head, 16, 4), big(head, 20, 4), false));
        }
        if (has(head, 0, "GIF8") && head.size() >= 10) {
            return Optional.of(new FileType("image/gif", little(head, 6, 2), little(head, 8, 2), true));
        }
        if (has(head, 0, "RIFF") && has(head, 8, "WEBP")) {
            return Optional.of(webp(head));
        }
        return head.startsWith(JPEG) ? Optional.of(jpeg(head)) : Optional.empty();
    }

    private static FileType webp(Bytes head) {
        if (has(head, 12, "VP8X") && head.size() >= 30) {
            boolean animated = (head.at(20) & 2) != 0;
            return new FileType("image/webp", little(head, 24, 3) + 1, little(head, 27, 3) + 1, animated);
        }
        if (has(head, 12, "VP8 ") && head.size() >= 30) {
            return new FileType("image/webp", little(head, 26, 2) & 0x3FFF, little(head, 28, 2) & 0x3FFF, false);
        }
        if (has(head, 12, "VP8L") && head.size() >= 25) {
            int bits = little(head, 21, 4);
            return new FileType("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, false);
        }
        return of("image/webp");
    }

    /// Looks for the frame header among the segments.
    private static FileType jpeg(Bytes head) {
        int at = 2;
        while (at + 9 < head.size() && (head.at(at) & 0xFF) == 0xFF) {
            int marker = head.at(at + 1) & 0xFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return new FileType("image/jpeg", big(head, at + 7, 2), big(head, at + 5, 2), false);
            }
            at += 2 + big(head, at + 2, 2);
        }
        return of("image/jpeg");
    }

    private static Optional<String> sound(Bytes head) {
        if (has(head, 0, "OggS")) {
            return Optional.of("audio/ogg; codecs=opus");
        }
        if (has(head, 0, "ID3") || (head.size() > 2 && (head.at(0) & 0xFF) == 0xFF && (head.at(1) & 0xE0) == 0xE0)) {
            return Optional.of("audio/mpeg");
        }
        if (has(head, 4, "ftyp")) {
            return Optional.of(has(head, 8, "M4A") ? "audio/mp4" : "video/mp4");
        }
        return has(head, 0, "%PDF") ? Optional.of("application/pdf") : Optional.empty();
    }

    private static boolean has(Bytes head, int at, String ascii) {
        return head.size() >= at + ascii.length()
                && head.slice(at, at + ascii.length()).equals(Bytes.utf8(ascii));
    }

    private static int big(Bytes head, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (head.at(at + i) & 0xFF);
        }
        return value;
    }

    private static int little(Bytes head, int at, int count) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (head.at(at + i) & 0xFF);
        }
        return value;
    }
}
