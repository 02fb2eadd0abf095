// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

/// What a message is, as far as this client tells kinds apart; the raw content has the rest.
public enum MessageKind {
    TEXT,
    IMAGE,
    VIDEO,
    AUDIO,
    VOICE,
    DOCUMENT,
    STICKER,
    LOCATION,
    CONTACT,
    POLL,
    EVENT,
    /// Known to the network, but told apart no further here.
    OTHER,
    /// The content is not for this device, or could not be decrypted.
    UNAVAILABLE
}
