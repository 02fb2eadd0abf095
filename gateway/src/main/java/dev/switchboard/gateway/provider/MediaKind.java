// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The ways in which a file can be a message.
public enum MediaKind {
    IMAGE("image", "image/jpeg", "image/png", "image/webp"),
    VIDEO(
            "video",
            "video/mp4",
            "video/3gpp",
            "video/quicktime",
            "video/webm",
            "video/x-matroska",
            "video/x-msvideo",
            "video/x-flv",
            "video/mpeg"),
    /// A silent video that plays by itself.
    GIF("gif", "video/mp4", "image/gif"),
    AUDIO("audio", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/flac"),
    /// A voice note.
    VOICE("voice", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/flac"),
    /// A round video.
    VIDEO_NOTE("videoNote", "video/mp4", "video/3gpp", "video/quicktime", "video/webm"),
    DOCUMENT("document"),
    STICKER("sticker", "image/webp", "image/png", "image/jpeg");

    private final String text;
    private final String accepted;

    MediaKind(String text, String... accepted) {
        this.text = text;
        this.accepted = String.join(" ", accepted);
    }

    /// As it appears outside.
    public String text() {
        return text;
    }

    /// The types of files it can be made of; empty = all.
    public Set<String> accepted() {
        return accepted.isEmpty() ? Set.of() : Set.of(accepted.split(" ", -1));
    }

    /// Whether a file of this type can be sent so, perhaps after a conversion.
    public boolean accepts(String mimeType) {
        return accepted.isEmpty() || accepted().contains(base(mimeType));
    }

    /// Whether a file of this type has to be converted to be sent so.
    public boolean needsConversion(String mimeType) {
        String type = base(mimeType);
        return switch (this) {
            case VOICE -> !type.equals("audio/ogg");
            case GIF, VIDEO_NOTE -> !type.equals("video/mp4");
            case VIDEO -> !type.equals("video/mp4") && !type.equals("video/3gpp");
            case STICKER -> !type.equals("image/webp");
            case AUDIO -> type.equals("audio/wav") || type.equals("audio/flac");
            case IMAGE, DOCUMENT -> false;
        };
    }

    /// A type without its parameters.
    public static String base(String mimeType) {
        int parameters = mimeType.indexOf(';');
        return (parameters < 0 ? mimeType : mimeType.substring(0, parameters)).strip();
    }

    public static Optional<MediaKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
