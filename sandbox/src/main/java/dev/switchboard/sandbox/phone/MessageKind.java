// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import java.util.Locale;

/// What a message in a chat is.
public enum MessageKind {
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

    /// The name in the admin interface.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
