// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.util.Base64;
import java.util.HexFormat;

/// The addresses of media files.
public final class MediaUrls {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private MediaUrls() {}

    /// The token of a file: its encrypted form's hash, padded and URL-safe.
    public static String uploadToken(Bytes fileEncSha256) {
        return Base64.getUrlEncoder().encodeToString(fileEncSha256.toByteArray());
    }

    /// Where an encrypted file is posted.
    ///
    /// @param host the host, with a port where it is not the usual one
    /// @param auth the permission
    /// @throws IllegalArgumentException if files of that kind are not uploaded
    public static String upload(String host, MediaKind kind, Bytes fileEncSha256, String auth) {
        String path = kind.uploadPath()
                .orElseThrow(() -> new IllegalArgumentException("kind: " + kind + " (expected: one that is uploaded)"));
        String token = encode(uploadToken(fileEncSha256));
        return "https://" + host + path + "/" + token + "?auth=" + encode(auth) + "&token=" + token;
    }

    /// Where an encrypted file is fetched.
    ///
    /// @param host the host
    /// @param directPath the path with its query, as the message tells it
    /// @param fileEncSha256 the hash of the encrypted file
    public static String download(String host, String directPath, MediaKind kind, Bytes fileEncSha256) {
        String separator = directPath.indexOf('?') >= 0 ? "&" : "?";
        return "https://" + host + directPath + separator + "hash="
                + encode(uploadToken(fileEncSha256))
                + kind.mmsType().map(type -> "&mms-type=" + type).orElse("")
                + "&__wa-mms=";
    }

    private static String encode(String text) {
        Bytes utf8 = Bytes.utf8(text);
        StringBuilder encoded = new StringBuilder(utf8.size() + 16);
        for (int i = 0; i < utf8.size(); i++) {
            int b = utf8.at(i) & 0xFF;
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(int b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || "-._~".indexOf(b) >= 0;
    }
}
