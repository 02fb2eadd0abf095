// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells what a file is by its first bytes, whatever others say it is.
final class FileType {
    /// How many bytes are looked at.
    static final int HEAD = 64;

    static final String UNKNOWN = "application/octet-stream";
    private static final Pattern FORM = Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,90}(\\s*;.{0,100})?");

    private FileType() {}

    /// What it is.
    ///
    /// @param head its first bytes
    /// @param told what somebody says it is
    static String of(byte[] head, Optional<String> told) {
        Optional<String> wellFormed = told.map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> FORM.matcher(text).matches());
        Optional<String> seen = seen(head);
        if (seen.isEmpty()) {
            return wellFormed.filter(type -> !claimsMore(type)).orElse(UNKNOWN);
        }
        boolean finer = wellFormed.isPresent() && finer(seen.get(), wellFormed.get());
        return finer ? wellFormed.get() : seen.get();
    }

    /// Whether a type would have been seen if it were one of these.
    private static boolean claimsMore(String type) {
        return type.startsWith("image/") && !type.startsWith("image/svg");
    }

    /// Whether what is told says the same as what is seen, only more of it.
    private static boolean finer(String seen, String told) {
        return switch (seen) {
            case "application/zip" -> told.startsWith("application/");
            case "application/ogg", "audio/ogg" -> told.startsWith("audio/ogg") || told.startsWith("video/ogg");
            case "video/mp4" ->
                told.startsWith("audio/mp4") || told.equals("video/quicktime") || told.equals("video/3gpp");
            case "video/webm" -> told.startsWith("audio/webm") || told.equals("video/x-matroska");
            default -> told.startsWith(seen + ";");
        };
    }

    private static Optional<String> seen(byte[] head) {
        if (starts(head, 0, "\u00FF\u00D8\u00FF")) {
            return Optional.of("image/jpeg");
        } else if (starts(head, 0, "\u0089PNG\r\n\u001A\n")) {
            return Optional.of("image/png");
        } else if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of("image/gif");
        } else if (starts(head, 0, "RIFF")) {
            return inRiff(head);
        } else if (starts(head, 4, "ftyp")) {
            return Optional.of(brand(head));
        } else if (starts(head, 0, "OggS")) {
            return Optional.of("audio/ogg");
        }
        return others(head);
    }

    private static Optional<String> inRiff(byte[] head) {
        if (starts(head, 8, "WEBP")) {
            return Optional.of("image/webp");
        } else if (starts(head, 8, "WAVE")) {
            return Optional.of("audio/wav");
        }
        return starts(head, 8, "AVI ") ? Optional.of("video/x-msvideo") : Optional.empty();
    }

    private static String brand(byte[] head) {
        return starts(head, 8, "M4A") ? "audio/mp4" : starts(head, 8, "qt") ? "video/quicktime" : "video/mp4";
    }

    private static Optional<String> others(byte[] head) {
        if (starts(head, 0, "ID3") || (head.length > 1 && head[0] == (byte) 0xFF && (head[1] & 0xE6) == 0xE2)) {
            return Optional.of("audio/mpeg");
        } else if (head.length > 1 && head[0] == (byte) 0xFF && (head[1] & 0xF6) == 0xF0) {
            return Optional.of("audio/aac");
        } else if (starts(head, 0, "fLaC")) {
            return Optional.of("audio/flac");
        } else if (starts(head, 0, "#!AMR")) {
            return Optional.of("audio/amr");
        } else if (starts(head, 0, "\u001AE\u00DF\u00A3")) {
            return Optional.of("video/webm");
        } else if (starts(head, 0, "FLV\u0001")) {
            return Optional.of("video/x-flv");
        } else if (starts(head, 0, "\u0000\u0000\u0001\u00BA")) {
            return Optional.of("video/mpeg");
        } else if (starts(head, 0, "%PDF-")) {
            return Optional.of("application/pdf");
        } else if (starts(head, 0, "PK\u0003\u0004")) {
            return Optional.of("application/zip");
        }
        return Optional.empty();
    }

    private static boolean starts(byte[] head, int at, String latin) {
        byte[] expected = latin.getBytes(StandardCharsets.ISO_8859_1);
        if (head.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (head[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
