// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import java.util.Optional;

/// Kinds of media files, which differ in keys and in where they are uploaded.
public enum MediaKind {
    /// A picture.
    IMAGE("WhatsApp Image Keys", "image", "image"),
    /// A sticker.
    STICKER("WhatsApp Image Keys", "image", "image"),
    /// A video.
    VIDEO("WhatsApp Video Keys", "video", "video"),
    /// A short video that plays in a loop.
    GIF("WhatsApp Video Keys", "video", "video"),
    /// A round video note.
    VIDEO_NOTE("WhatsApp Video Keys", "video", "video"),
    /// A sound file.
    AUDIO("WhatsApp Audio Keys", "audio", "audio"),
    /// A voice note.
    VOICE_NOTE("WhatsApp Audio Keys", "audio", "audio"),
    /// A file of any kind.
    DOCUMENT("WhatsApp Document Keys", "document", "document"),
    /// The preview picture of a link.
    LINK_THUMBNAIL("WhatsApp Link Thumbnail Keys", "thumbnail-link", "thumbnail-link"),
    /// The preview of a picture.
    IMAGE_THUMBNAIL("WhatsApp Image Thumbnail Keys", "", ""),
    /// The preview of a video.
    VIDEO_THUMBNAIL("WhatsApp Video Thumbnail Keys", "", ""),
    /// The preview of a document.
    DOCUMENT_THUMBNAIL("WhatsApp Document Thumbnail Keys", "", ""),
    /// A set of stickers.
    STICKER_PACK("WhatsApp Sticker Pack Keys", "sticker-pack", "sticker-pack"),
    /// The tray picture of a set of stickers.
    STICKER_PACK_THUMBNAIL("WhatsApp Sticker Pack Thumbnail Keys", "thumbnail-sticker-pack", "thumbnail-sticker-pack"),
    /// History from the phone.
    HISTORY("WhatsApp History Keys", "md-msg-hist", "md-msg-hist"),
    /// A snapshot or large patch of app state.
    APP_STATE("WhatsApp App State Keys", "md-app-state", "md-app-state"),
    /// The background of a payment.
    PAYMENT_BACKGROUND("WhatsApp Payment Background Keys", "", "");

    private final String keyInfo;
    private final String path;
    private final String mmsType;

    MediaKind(String keyInfo, String path, String mmsType) {
        this.keyInfo = keyInfo;
        this.path = path;
        this.mmsType = mmsType;
    }

    /// The label under which keys are derived.
    public String keyInfo() {
        return keyInfo;
    }

    /// The path for uploads, such as `/mms/image`; empty for kinds that are not uploaded by companions.
    public Optional<String> uploadPath() {
        return path.isEmpty() ? Optional.empty() : Optional.of("/mms/" + path);
    }

    /// The type named in a download address, if there is one.
    public Optional<String> mmsType() {
        return mmsType.isEmpty() ? Optional.empty() : Optional.of(mmsType);
    }
}
