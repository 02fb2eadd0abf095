// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

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
        return "https://" + host + uploadTarget(kind, fileEncSha256, auth);
    }

    /// Path and query by which an encrypted file is posted.
    ///
    /// @throws IllegalArgumentException if files of that kind are not uploaded
    public static String uploadTarget(MediaKind kind, Bytes fileEncSha256, String auth) {
        return target(uploadPath(kind), fileEncSha256, auth);
    }

    /// Path and query by which the file of a channel is posted, which is not encrypted.
    ///
    /// @throws IllegalArgumentException if files of that kind are not uploaded
    public static String newsletterTarget(MediaKind kind, Bytes fileSha256, String auth) {
        return target(uploadPath(kind).replace("/mms/", "/newsletter/newsletter-"), fileSha256, auth);
    }

    private static String uploadPath(MediaKind kind) {
        return kind.uploadPath()
                .orElseThrow(() -> new IllegalArgumentException("kind: " + kind + " (expected: one that is uploaded)"));
    }

    private static String target(String path, Bytes hash, String auth) {
        String token = encode(uploadToken(hash));
        return path + "/" + token + "?auth=" + encode(auth) + "&token=" + token;
    }

    /// Where an encrypted file is fetched.
    ///
    /// @param host the host
    /// @param directPath the path with its query, as the message tells it
    /// @param fileEncSha256 the hash of the encrypted file
    public static String download(String host, String directPath, MediaKind kind, Bytes fileEncSha256) {
        return "https://" + host + downloadTarget(directPath, kind, Optional.of(fileEncSha256));
    }

    /// Path and query by which a file is fetched.
    public static String downloadTarget(String directPath, MediaKind kind, Optional<Bytes> fileEncSha256) {
        String separator = directPath.indexOf('?') >= 0 ? "&" : "?";
        return directPath + separator
                + fileEncSha256
                        .map(hash -> "hash=" + encode(uploadToken(hash)) + "&")
                        .orElse("")
                + kind.mmsType().map(type -> "mms-type=" + type + "&").orElse("")
                + "__wa-mms=";
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
