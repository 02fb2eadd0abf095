// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.message.MessageKind;
import java.util.Locale;

/// What a message in a chat is.
public enum EntryKind {
    /// Text, with or without a link preview.
    TEXT,
    /// A still picture.
    IMAGE,
    /// A film, a round video note or a looping one.
    VIDEO,
    /// Sound or a voice note.
    AUDIO,
    /// A file.
    DOCUMENT,
    /// A sticker.
    STICKER,
    /// A place, fixed or moving.
    LOCATION,
    /// One contact card or several.
    CONTACT,
    /// A poll.
    POLL,
    /// A calendar event.
    EVENT,
    /// A kind that the phone cannot show.
    UNSUPPORTED,
    /// A message that did not decrypt, until a resend mends it.
    UNDECRYPTABLE;

    /// The kind of an unwrapped message.
    static EntryKind of(MessageKind kind) {
        return switch (kind) {
            case TEXT -> TEXT;
            case IMAGE -> IMAGE;
            case VIDEO, GIF, VIDEO_NOTE -> VIDEO;
            case AUDIO, VOICE_NOTE -> AUDIO;
            case DOCUMENT -> DOCUMENT;
            case STICKER -> STICKER;
            case LOCATION, LIVE_LOCATION -> LOCATION;
            case CONTACT, CONTACTS -> CONTACT;
            case POLL -> POLL;
            case EVENT -> EVENT;
            default -> UNSUPPORTED;
        };
    }

    /// The name in the admin interface.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
